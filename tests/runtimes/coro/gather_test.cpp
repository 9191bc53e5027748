#include "runtimes/coro/gather.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>
#include <string>

#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/race.hpp"
#include "runtimes/coro/scope.hpp"
#include "tests/runtimes/coro/counted.hpp"

namespace coro {
namespace {

using namespace std::chrono_literals;
using test::Counted;

Task<int> give_after(Loop& loop, int yields, int value, Counted = {}) {
  for (int i = 0; i < yields; ++i) co_await loop.yield();
  co_return value;
}
Task<std::unique_ptr<int>> box(int value, Counted = {}) { co_return std::make_unique<int>(value); }
Task<> nothing(Counted = {}) { co_return; }
Task<int> fail_after(Loop& loop, int yields, Counted = {}) {
  for (int i = 0; i < yields; ++i) co_await loop.yield();
  throw std::runtime_error("gathered");
}
Task<int> sleep_long(Loop& loop, Counted = {}) {
  co_await loop.sleep_for(1h);
  co_return 0;
}

Task<> gather_three(Loop& loop) {
  auto [one, two, none] = co_await gather(give_after(loop, 5, 1), box(2), nothing());
  EXPECT_EQ(one, 1);
  EXPECT_EQ(*two, 2);
  EXPECT_EQ(none, std::monostate());
}

TEST(Gather, ReturnsAllResultsInOrder) {
  Loop loop;
  loop.run(gather_three(loop));
  EXPECT_EQ(Counted::active, 0);
}

Task<int> sum_of_many(Loop& loop, int count) {
  std::vector<Task<int>> tasks;
  for (int i = 0; i < count; ++i) tasks.push_back(give_after(loop, i % 7, i));
  int sum = 0;
  for (const int value : co_await gather(std::move(tasks))) sum += value;
  co_return sum;
}

TEST(Gather, TakesAnyNumber) {
  Loop loop;
  EXPECT_EQ(loop.run(sum_of_many(loop, 0)), 0);
  EXPECT_EQ(loop.run(sum_of_many(loop, 1000)), 499'500);
  EXPECT_EQ(Counted::active, 0);
}

Task<> gather_failure(Loop& loop) {
  EXPECT_THROW(co_await gather(sleep_long(loop), fail_after(loop, 3), give_after(loop, 0, 1)),
               std::runtime_error);
}

TEST(Gather, CancelsTheOthersWhenOneFails) {
  Loop loop;
  loop.run(gather_failure(loop));
  EXPECT_EQ(Counted::active, 0);
}

Task<> gather_sleepers(Loop& loop, bool& cancelled) {
  try {
    co_await gather(sleep_long(loop), sleep_long(loop));
  } catch (const Cancelled&) {
    cancelled = true;
  }
}

Task<> cancel_gather(Loop& loop, bool& cancelled) {
  Scope scope(loop);
  scope.spawn(gather_sleepers(loop, cancelled));
  for (int i = 0; i < 5; ++i) co_await loop.yield();
  scope.cancel();
  co_await scope.join();
}

TEST(Gather, PassesACancellationOn) {
  Loop loop;
  bool cancelled = false;
  loop.run(cancel_gather(loop, cancelled));
  EXPECT_TRUE(cancelled);
  EXPECT_EQ(Counted::active, 0);
}

Task<> race_two(Loop& loop) {
  const auto first = co_await race(sleep_long(loop), give_after(loop, 3, 7), nothing());
  EXPECT_EQ(first.index(), 2u);
  const auto second = co_await race(sleep_long(loop), give_after(loop, 3, 7));
  EXPECT_EQ(std::get<1>(second), 7);
}

TEST(Race, ReturnsTheFirstAndEndsTheOthers) {
  Loop loop;
  loop.run(race_two(loop));
  EXPECT_EQ(Counted::active, 0);
}

Task<> race_failure(Loop& loop) {
  EXPECT_THROW(co_await race(sleep_long(loop), fail_after(loop, 2)), std::runtime_error);
}

TEST(Race, ThrowsWhatAnyThrows) {
  Loop loop;
  loop.run(race_failure(loop));
  EXPECT_EQ(Counted::active, 0);
}

Task<> first_of_many(Loop& loop) {
  std::vector<Task<int>> tasks;
  for (int i = 0; i < 10; ++i) tasks.push_back(give_after(loop, i == 6 ? 1 : 50, i));
  const auto [index, value] = co_await any(std::move(tasks));
  EXPECT_EQ(index, 6u);
  EXPECT_EQ(value, 6);
}

TEST(Any, TellsWhoWasFirst) {
  Loop loop;
  loop.run(first_of_many(loop));
  EXPECT_EQ(Counted::active, 0);
}

}  // namespace
}  // namespace coro
