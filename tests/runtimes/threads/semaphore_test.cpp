#include "runtimes/threads/semaphore.hpp"

#include <gtest/gtest.h>

#include <atomic>

#include "runtimes/threads/group.hpp"

namespace {

using threads::Group;
using threads::Semaphore;

TEST(ThreadsSemaphore, HasAsManyPermitsAsItWasGiven) {
  Semaphore semaphore(2);
  EXPECT_TRUE(semaphore.try_acquire());
  EXPECT_TRUE(semaphore.try_acquire());
  EXPECT_FALSE(semaphore.try_acquire());
  semaphore.release();
  EXPECT_TRUE(semaphore.try_acquire());
}

// Four threads add to a plain number: without exclusion some additions are lost.
TEST(ThreadsSemaphore, OnePermitExcludesThreads) {
  Semaphore semaphore(1);
  int sum = 0;
  Group adders;
  for (int adder = 0; adder < 4; ++adder) {
    adders.spawn([&] {
      for (int i = 0; i < 10'000; ++i) {
        semaphore.acquire();
        ++sum;
        semaphore.release();
      }
    });
  }
  adders.join();
  EXPECT_EQ(sum, 40'000);
}

TEST(ThreadsSemaphore, AdmitsNoMoreThanItHasPermits) {
  Semaphore semaphore(2);
  std::atomic<int> inside = 0, most = 0;
  Group guests;
  for (int guest = 0; guest < 8; ++guest) {
    guests.spawn([&] {
      for (int i = 0; i < 1'000; ++i) {
        semaphore.acquire();
        const int now = ++inside;
        for (int seen = most; seen < now && !most.compare_exchange_weak(seen, now);) {
        }
        --inside;
        semaphore.release();
      }
    });
  }
  guests.join();
  EXPECT_GE(most, 1);
  EXPECT_LE(most, 2);
}

// All wait before the first permit comes, or find it: either way each release lets one of them go.
TEST(ThreadsSemaphore, EveryReleaseLetsOneWaiterGo) {
  Semaphore semaphore(0), gone(0);
  Group waiters;
  for (int waiter = 0; waiter < 8; ++waiter) {
    waiters.spawn([&] {
      semaphore.acquire();
      gone.release();
    });
  }
  for (int waiter = 0; waiter < 8; ++waiter) {
    semaphore.release();
    gone.acquire();
  }
  waiters.join();
  EXPECT_FALSE(semaphore.try_acquire());
}

}  // namespace
