#include "runtimes/uv/fine_timer.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <stdexcept>
#include <vector>

namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

struct Waiter {
  void on_due() {
    woke.push_back(Clock::now());
    if (again && woke.size() < 3) wait(woke.back() + 300us);
  }
  void fail() { throw std::runtime_error("due"); }
  void wait(Clock::time_point until) {
    due = until;
    timer.start_at<&Waiter::on_due>(due, *this);
  }
  bool again = false;
  Clock::time_point due = {};
  std::vector<Clock::time_point> woke = {};
  uv::FineTimer timer = {};
};

TEST(UvFineTimer, FiresOnceAndNeverEarly) {
  for (const auto delay : {0us, 1us, 300us, 1500us}) {
    Waiter waiter;
    uv::Loop loop;
    waiter.timer.open(loop);
    waiter.wait(Clock::now() + delay);
    loop.run();
    ASSERT_EQ(waiter.woke.size(), 1U);
    EXPECT_GE(waiter.woke[0], waiter.due);
  }
}

TEST(UvFineTimer, FiresForADeadlineThatHasPassed) {
  Waiter waiter;
  uv::Loop loop;
  waiter.timer.open(loop);
  waiter.wait(Clock::time_point());
  loop.run();
  EXPECT_EQ(waiter.woke.size(), 1U);
}

TEST(UvFineTimer, MayBeStartedAgainWhenItIsDue) {
  Waiter waiter{.again = true};
  uv::Loop loop;
  waiter.timer.open(loop);
  waiter.wait(Clock::now());
  loop.run();
  EXPECT_EQ(waiter.woke.size(), 3U);
}

TEST(UvFineTimer, StartedAgainMovesItsDeadline) {
  Waiter waiter;
  uv::Loop loop;
  waiter.timer.open(loop);
  waiter.wait(Clock::now() + 1h);
  waiter.wait(Clock::now() + 1ms);
  loop.run();
  ASSERT_EQ(waiter.woke.size(), 1U);
  EXPECT_GE(waiter.woke[0], waiter.due);
}

TEST(UvFineTimer, KeepsTheLoopAliveWhileItIsStartedOnly) {
  Waiter waiter;
  uv::Loop loop;
  waiter.timer.open(loop);
  loop.run();
  waiter.wait(Clock::now() + 1h);
  waiter.timer.stop();
  loop.run();
  EXPECT_TRUE(waiter.woke.empty());
}

TEST(UvFineTimer, OnDueMayThrow) {
  Waiter waiter;
  uv::Loop loop;
  waiter.timer.open(loop);
  waiter.timer.start_at<&Waiter::fail>(Clock::now(), waiter);
  EXPECT_THROW(loop.run(), std::runtime_error);
}

TEST(UvFineTimer, IsClosedWithItsLoop) {
  Waiter waiter;
  {
    uv::Loop loop;
    waiter.timer.open(loop);
    waiter.wait(Clock::now() + 1h);
  }
  EXPECT_FALSE(waiter.timer.is_open());
}

}  // namespace
