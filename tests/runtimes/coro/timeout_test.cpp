#include "runtimes/coro/timeout.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "runtimes/coro/awaitable.hpp"
#include "runtimes/coro/event.hpp"
#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/scope.hpp"
#include "tests/runtimes/coro/counted.hpp"
#include "tests/runtimes/coro/pollers.hpp"

namespace coro {
namespace {

using namespace std::chrono_literals;
using test::Counted;

Task<int> nap(Loop& loop, Loop::Clock::duration length, int value, Counted = {}) {
  co_await loop.sleep_for(length);
  co_return value;
}

Task<int> in_time(Loop& loop) { co_return co_await with_timeout(nap(loop, 1us, 7), 1h); }

class Timeouts : public test::OnEachPoller {};
INSTANTIATE_TEST_SUITE_P(On, Timeouts, test::each_poller(), test::poller_name);

TEST_P(Timeouts, ReturnsWhatEndsInTimeAndLeavesNoTimer) {
  Loop loop(GetParam());
  EXPECT_EQ(loop.run(in_time(loop)), 7);
  EXPECT_TRUE(loop.timers().empty());
  EXPECT_EQ(Counted::active, 0);
}

Task<int> too_late(Loop& loop) { co_return co_await with_timeout(nap(loop, 1h, 7), 1ms); }

TEST_P(Timeouts, ThrowsTimedOutAfterTheTaskHasEnded) {
  Loop loop(GetParam());
  EXPECT_THROW(loop.run(too_late(loop)), TimedOut);
  EXPECT_TRUE(loop.timers().empty());
  EXPECT_EQ(Counted::active, 0);
}

Task<int> nested(Loop& loop, Loop::Clock::duration inner, Loop::Clock::duration outer) {
  co_return co_await with_timeout(as_task([&] { return with_timeout(nap(loop, 1h, 7), inner); }), outer);
}

TEST_P(Timeouts, NestsWhicheverIsShorter) {
  Loop loop(GetParam());
  EXPECT_THROW(loop.run(nested(loop, 1ms, 1h)), TimedOut);
  EXPECT_THROW(loop.run(nested(loop, 1h, 1ms)), TimedOut);
  EXPECT_EQ(Counted::active, 0);
}

Task<int> finish_although_cancelled(Loop& loop) {
  try {
    co_await loop.sleep_for(1h);
  } catch (const Cancelled&) {
  }
  co_return 7;
}

Task<int> stubborn(Loop& loop) { co_return co_await with_timeout(finish_although_cancelled(loop), 1ms); }

TEST_P(Timeouts, LosesNoResult) {
  Loop loop(GetParam());
  EXPECT_EQ(loop.run(stubborn(loop)), 7);
}

Task<int> fail() {
  throw std::runtime_error("at once");
  co_return 0;
}
Task<int> failing() { co_return co_await with_timeout(fail(), 1h); }

TEST_P(Timeouts, ThrowsWhatTheTaskThrows) {
  Loop loop(GetParam());
  EXPECT_THROW(loop.run(failing()), std::runtime_error);
}

Task<> guarded(Loop& loop, bool& cancelled) {
  try {
    co_await with_timeout(nap(loop, 1h, 7), 1h);
  } catch (const Cancelled&) {
    cancelled = true;
  }
}

Task<> cancel_guarded(Loop& loop, bool& cancelled) {
  Scope scope(loop);
  scope.spawn(guarded(loop, cancelled));
  co_await loop.yield();
  scope.cancel();
  co_await scope.join();
}

TEST_P(Timeouts, PassesACancellationOn) {
  Loop loop(GetParam());
  bool cancelled = false;
  loop.run(cancel_guarded(loop, cancelled));
  EXPECT_TRUE(cancelled);
  EXPECT_TRUE(loop.timers().empty());
  EXPECT_EQ(Counted::active, 0);
}

Task<> wait_in_time(Event& event) {
  co_await with_timeout(as_task([&] { return event.wait(); }), 1ms);
}

TEST_P(Timeouts, TakesAnyAwaitable) {
  Loop loop(GetParam());
  Event event;
  EXPECT_THROW(loop.run(wait_in_time(event)), TimedOut);
  event.set();
  loop.run(wait_in_time(event));
}

}  // namespace
}  // namespace coro
