#include "runtimes/tbb/alarm.hpp"

#include <gtest/gtest.h>
#include <oneapi/tbb/task_group.h>

#include <atomic>
#include <chrono>
#include <mutex>
#include <random>
#include <stdexcept>
#include <thread>
#include <vector>

#include "runtimes/tbb/arena.hpp"

namespace {

using Clock = onetbb::Alarm::Clock;
using namespace std::chrono_literals;

// Every test with one worker, where only the waiting thread itself can take a task up again, and two.
class TbbAlarm : public testing::TestWithParam<unsigned> {
 protected:
  template <class Spawn>
  void run(Spawn spawn) {
    arena.execute([&] {
      tbb::task_group group;
      spawn(group);
      group.wait();
    });
  }

  onetbb::Arena arena{GetParam()};
  onetbb::Alarm alarm;
};
INSTANTIATE_TEST_SUITE_P(Workers, TbbAlarm, testing::Values(1u, 2u));

TEST_P(TbbAlarm, IsNeverEarlyOverRandomDeadlines) {
  std::mt19937_64 random(444);
  std::uniform_int_distribution<int> delay(0, 3'000'000);
  std::atomic<int> early = 0;
  run([&](tbb::task_group& group) {
    for (int i = 0; i < 1000; ++i) {
      group.run([&, nap = std::chrono::nanoseconds(delay(random))] {
        const auto due = Clock::now() + nap;
        alarm.sleep_until(due);
        if (Clock::now() < due) ++early;
      });
    }
  });
  EXPECT_EQ(early, 0);
}

// Nobody can leave before all have come: this ends only if sleeping tasks hold no worker.
TEST_P(TbbAlarm, MoreTasksThanWorkersSleepAtOnce) {
  constexpr int tasks = 100;
  std::atomic<int> arrived = 0;
  run([&](tbb::task_group& group) {
    for (int i = 0; i < tasks; ++i) {
      group.run([&] {
        for (++arrived; arrived < tasks;) alarm.sleep_until(Clock::now() + 100us);
      });
    }
  });
  EXPECT_EQ(arrived, tasks);
}

TEST_P(TbbAlarm, WakesFiveThousandSleepers) {
  constexpr int tasks = 5000;
  std::atomic<int> woke = 0, early = 0;
  run([&](tbb::task_group& group) {
    const auto due = Clock::now() + 30ms;
    for (int i = 0; i < tasks; ++i) {
      group.run([&, due] {
        alarm.sleep_until(due);
        if (Clock::now() < due) ++early;
        ++woke;
      });
    }
  });
  EXPECT_EQ(woke, tasks);
  EXPECT_EQ(early, 0);
}

TEST_P(TbbAlarm, AnEarlierDeadlineDoesNotWaitForALaterOne) {
  std::mutex mutex;
  const auto order_when_the_later_is_due_in = [&](Clock::duration long_time) {
    std::vector<int> order;
    const auto nap = [&](Clock::time_point due, int name) {
      alarm.sleep_until(due);
      const std::scoped_lock lock(mutex);
      order.push_back(name);
    };
    run([&](tbb::task_group& group) {
      const auto now = Clock::now();
      group.run([&, now, long_time] {
        group.run([&, now] { nap(now + 5ms, 1); });
        nap(now + long_time, 2);
      });
    });
    return order;
  };
  // A busy machine may need longer than that to let the first one say that it is awake.
  const std::vector right{1, 2};
  if (order_when_the_later_is_due_in(100ms) == right) return;
  EXPECT_EQ(order_when_the_later_is_due_in(5s), right);
}

TEST_P(TbbAlarm, TheThreadThatEnteredTheArenaLeavesIt) {
  const auto self = std::this_thread::get_id();
  for (int i = 0; i < 20; ++i) {
    run([&](tbb::task_group& group) {
      for (int j = 0; j < 10; ++j) group.run([&] { alarm.sleep_until(Clock::now() + 200us); });
    });
    ASSERT_EQ(std::this_thread::get_id(), self);
  }
}

TEST_P(TbbAlarm, TheBodyOfExecuteMaySleepItself) {
  const auto self = std::this_thread::get_id();
  const auto due = Clock::now() + 2ms;
  arena.execute([&] { alarm.sleep_until(due); });
  EXPECT_GE(Clock::now(), due);
  EXPECT_EQ(std::this_thread::get_id(), self);
}

TEST_P(TbbAlarm, WhatASleeperThrowsReachesTheWaiter) {
  const auto fail = [&] {
    run([&](tbb::task_group& group) {
      group.run([&] {
        alarm.sleep_until(Clock::now() + 1ms);
        throw std::runtime_error("after a nap");
      });
    });
  };
  EXPECT_THROW(fail(), std::runtime_error);
}

// Had the only worker left the task, it would have run the other one.
TEST(TbbAlarmWithOneWorker, APastDeadlineSuspendsNobody) {
  onetbb::Arena arena(1);
  onetbb::Alarm alarm;
  bool other_ran = false;
  arena.execute([&] {
    tbb::task_group group;
    group.run([&] { other_ran = true; });
    alarm.sleep_until(Clock::now() - 1s);
    EXPECT_FALSE(other_ran);
    group.wait();
  });
}

}  // namespace
