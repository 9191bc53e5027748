#include "runtimes/fork/semaphore.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "runtimes/fork/child.hpp"
#include "runtimes/fork/shared.hpp"

namespace {

using forked::Child;
using forked::Semaphore;
using forked::Shared;

TEST(Semaphore, HasAsManyPermitsAsItWasGiven) {
  const Shared<Semaphore> semaphore(1, 2U);
  EXPECT_TRUE(semaphore->try_acquire());
  EXPECT_TRUE(semaphore->try_acquire());
  EXPECT_FALSE(semaphore->try_acquire());
  semaphore->release();
  EXPECT_TRUE(semaphore->try_acquire());
}

// Four processes add to a plain number: without exclusion some additions are lost.
TEST(Semaphore, ExcludesProcesses) {
  struct Account {
    Semaphore lock{1};
    volatile int sum = 0;
  };
  const Shared<Account> account(1);
  const auto add = [&] {
    for (int i = 0; i < 10'000; ++i) {
      account->lock.acquire();
      account->sum = account->sum + 1;
      account->lock.release();
    }
  };
  std::vector<Child> children;
  for (int i = 0; i < 4; ++i) children.emplace_back(add);
  for (Child& child : children) child.wait();
  EXPECT_EQ(account->sum, 40'000);
}

TEST(Semaphore, WakesAnotherProcess) {
  const Shared<Semaphore> semaphores(2, 0U);
  Child child([&] {
    semaphores[0].acquire();
    semaphores[1].release();
  });
  semaphores[0].release();
  semaphores[1].acquire();
  child.wait();
}

}  // namespace
