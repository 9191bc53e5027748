#include "runtimes/threads/timers.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <memory>
#include <stdexcept>

#include "runtimes/threads/group.hpp"
#include "runtimes/threads/semaphore.hpp"

namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using threads::Group;
using threads::Semaphore;
using threads::Timers;
using Clock = Timers::Clock;

TEST(ThreadsTimers, AreNeverEarly) {
  Timers timers;
  std::atomic<int> early = 0, called = 0;
  for (int i = 0; i < 200; ++i) {
    const auto due = Clock::now() + i * 50us;
    timers.call_at(due, [&, due] { early += Clock::now() < due, ++called; });
  }
  timers.wait();
  EXPECT_EQ(called, 200);
  EXPECT_EQ(early, 0);
}

// The first timer holds up the others until all are set.
TEST(ThreadsTimers, AreCalledInTheOrderOfTheirDeadlines) {
  Timers timers;
  Semaphore all_set(0);
  std::vector<int> order;  // on the timers' thread alone, until wait() returns
  const auto past = Clock::now();
  timers.call_at(past, [&] { all_set.acquire(); });
  for (const int i : {3, 1, 2}) timers.call_at(past + i * 1ns, [&, i] { order.push_back(i); });
  all_set.release();
  timers.wait();
  EXPECT_THAT(order, ElementsAre(1, 2, 3));
}

TEST(ThreadsTimers, OfOneDeadlineComeInTheOrderOfTheirCalls) {
  Timers timers;
  Semaphore all_set(0);
  std::vector<int> order;
  const auto past = Clock::now();
  timers.call_at(past, [&] { all_set.acquire(); });
  for (int i = 0; i < 5; ++i) timers.call_at(past, [&, i] { order.push_back(i); });
  all_set.release();
  timers.wait();
  EXPECT_THAT(order, ElementsAre(0, 1, 2, 3, 4));
}

TEST(ThreadsTimers, AnEarlierOneIsNotHeldUpByALaterOne) {
  Timers timers;
  Semaphore called(0);
  const auto later = timers.call_at(Clock::now() + 1h, [] {});
  timers.call_at(Clock::now(), [&] { called.release(); });
  called.acquire();
  EXPECT_TRUE(timers.cancel(later));
}

// So many that the heap is built anew in between.
TEST(ThreadsTimers, ThatAreCancelledAreNotCalledAndTheOthersAre) {
  Timers timers;
  Semaphore all_cancelled(0);
  std::vector<int> called;
  const auto past = Clock::now();
  timers.call_at(past, [&] { all_cancelled.acquire(); });
  std::vector<Timers::Ticket> tickets;
  for (int i = 0; i < 100; ++i) tickets.push_back(timers.call_at(past, [&, i] { called.push_back(i); }));
  for (std::size_t i = 0; i < 100; ++i) {
    if (i % 40 == 2) continue;
    EXPECT_TRUE(timers.cancel(tickets[i]));
  }
  all_cancelled.release();
  timers.wait();
  EXPECT_THAT(called, ElementsAre(2, 42, 82));
}

TEST(ThreadsTimers, AreCancelledOnce) {
  Timers timers;
  const auto ticket = timers.call_at(Clock::now() + 1h, [] {});
  EXPECT_TRUE(timers.cancel(ticket));
  EXPECT_FALSE(timers.cancel(ticket));
}

TEST(ThreadsTimers, ThatWereCalledCannotBeCancelled) {
  Timers timers;
  const auto ticket = timers.call_at(Clock::now(), [] {});
  timers.wait();
  EXPECT_FALSE(timers.cancel(ticket));
}

// The second timer lies where the first one was.
TEST(ThreadsTimers, AnOldTicketCancelsNoNewTimer) {
  Timers timers;
  std::atomic<bool> called = false;
  const auto old = timers.call_at(Clock::now() + 1h, [] {});
  timers.cancel(old);
  timers.call_at(Clock::now(), [&] { called = true; });
  EXPECT_FALSE(timers.cancel(old));
  timers.wait();
  EXPECT_TRUE(called);
}

TEST(ThreadsTimers, WaitReturnsAtOnceIfAllWereCancelled) {
  Timers timers;
  timers.wait();
  timers.cancel(timers.call_at(Clock::now() + 1h, [] {}));
  timers.wait();
}

TEST(ThreadsTimers, WaitRethrowsWhatABodyThrowsAndTheOthersAreCalled) {
  Timers timers;
  std::atomic<bool> called = false;
  timers.call_at(Clock::now(), [] { throw std::runtime_error("thrown by a timer"); });
  timers.call_at(Clock::now(), [&] { called = true; });
  EXPECT_THROW(timers.wait(), std::runtime_error);
  timers.wait();
  EXPECT_TRUE(called);
}

TEST(ThreadsTimers, ABodyMaySetAndCancelTimers) {
  Timers timers;
  std::atomic<int> called = 0;
  timers.call_at(Clock::now(), [&] {
    timers.cancel(timers.call_at(Clock::now() + 1h, [&] { called += 100; }));
    timers.call_at(Clock::now(), [&] { ++called; });
  });
  timers.wait();
  EXPECT_EQ(called, 1);
}

TEST(ThreadsTimers, TheDestructorCallsNobodyAndFreesWhatWasCaptured) {
  auto captured = std::make_shared<int>(0);
  {
    Timers timers;
    timers.call_at(Clock::now() + 1h, [captured] { ++*captured; });
    EXPECT_EQ(captured.use_count(), 2);
  }
  EXPECT_EQ(captured.use_count(), 1);
  EXPECT_EQ(*captured, 0);
}

// Each timer ends exactly once, by a call or by a cancellation that says so.
TEST(ThreadsTimers, ManyThreadsMayRaceToCancel) {
  Timers timers;
  std::atomic<int> called = 0, cancelled = 0;
  Group racers;
  for (int racer = 0; racer < 4; ++racer) {
    racers.spawn([&] {
      for (int i = 0; i < 500; ++i) {
        const auto ticket = timers.call_at(Clock::now() + (i % 20) * 1us, [&] { ++called; });
        cancelled += timers.cancel(ticket);
      }
    });
  }
  racers.join();
  timers.wait();
  EXPECT_EQ(called + cancelled, 2'000);
}

}  // namespace
