#include "runtimes/coro/loop.hpp"

#include <gtest/gtest.h>

#include <string>

#include "runtimes/coro/scope.hpp"
#include "tests/runtimes/coro/pollers.hpp"

namespace coro {
namespace {

Task<> write_in_turn(Loop& loop, std::string& log, char name) {
  for (int i = 0; i < 3; ++i) {
    log += name;
    co_await loop.yield();
  }
}

Task<> take_turns(Loop& loop, std::string& log) {
  Scope scope(loop);
  for (const char name : {'a', 'b', 'c'}) scope.spawn(write_in_turn(loop, log, name));
  co_await scope.join();
}

class Loops : public test::OnEachPoller {};
INSTANTIATE_TEST_SUITE_P(On, Loops, test::each_poller(), test::poller_name);

TEST_P(Loops, YieldLetsEveryoneElseGoFirst) {
  Loop loop(GetParam());
  std::string log;
  loop.run(take_turns(loop, log));
  EXPECT_EQ(log, "abcabcabc");
}

Task<> keep_ready(Loop& loop, const bool& stop) {
  while (!stop) co_await loop.yield();
}

Task<> sleep_and_set(Loop& loop, bool& stop) {
  co_await loop.sleep_for(std::chrono::milliseconds(1));
  stop = true;
}

Task<> sleep_beside_busy_tasks(Loop& loop) {
  bool stop = false;
  Scope scope(loop);
  for (int i = 0; i < 10; ++i) scope.spawn(keep_ready(loop, stop));
  scope.spawn(sleep_and_set(loop, stop));
  co_await scope.join();
}

TEST_P(Loops, TasksThatAreAlwaysReadyDoNotStarveATimer) {
  Loop loop(GetParam());
  loop.run(sleep_beside_busy_tasks(loop));
}

// More tasks than one turn resumes.
Task<> yield_once(Loop& loop, int& count) {
  co_await loop.yield();
  ++count;
}

Task<> overfill(Loop& loop, int tasks, int& count) {
  Scope scope(loop);
  for (int i = 0; i < tasks; ++i) scope.spawn(yield_once(loop, count));
  co_await scope.join();
}

TEST_P(Loops, ResumesWhatATurnLeftOver) {
  Loop loop(GetParam());
  int count = 0;
  loop.run(overfill(loop, 100'000, count));
  EXPECT_EQ(count, 100'000);
}

Task<int> next_after_yield(Loop& loop, int value) {
  co_await loop.yield();
  co_return value + 1;
}

TEST_P(Loops, RunsOneRootAfterAnother) {
  Loop loop(GetParam());
  int value = 0;
  for (int i = 0; i < 100; ++i) value = loop.run(next_after_yield(loop, value));
  EXPECT_EQ(value, 100);
}

Task<int> run_another(int value) {
  Loop inner;
  co_return inner.run(next_after_yield(inner, value));
}

TEST_P(Loops, IsIndependentOfOtherLoopsOnTheThread) {
  Loop outer(GetParam());
  EXPECT_EQ(outer.run(run_another(6)), 7);
}

}  // namespace
}  // namespace coro
