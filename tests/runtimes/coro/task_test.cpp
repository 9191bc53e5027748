#include "runtimes/coro/task.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <type_traits>

#include "runtimes/coro/loop.hpp"
#include "tests/runtimes/coro/counted.hpp"

namespace coro {
namespace {

using test::Counted;

static_assert(std::is_nothrow_move_constructible_v<Task<>> && !std::is_copy_constructible_v<Task<>>);

Task<> set(bool& flag) {
  flag = true;
  co_return;
}
Task<int> give(int value, Counted = {}) { co_return value; }
Task<int> fail(std::string message, Counted = {}) {
  throw std::runtime_error(message);
  co_return 0;
}

Task<> check_laziness() {
  bool started = false;
  Task<> task = set(started);
  EXPECT_FALSE(started);
  co_await std::move(task);
  EXPECT_TRUE(started);
}

TEST(Task, StartsWhenItIsAwaited) {
  Loop loop;
  loop.run(check_laziness());
}

TEST(Task, RunReturnsTheRootsResult) {
  Loop loop;
  EXPECT_EQ(loop.run(give(7)), 7);
  EXPECT_EQ(Counted::active, 0);
}

TEST(Task, ThatWasNeverStartedLeavesNothing) {
  { const Task<int> never = give(7); }
  EXPECT_EQ(Counted::active, 0);
}

TEST(Task, AssignmentDestroysWhatWasThere) {
  Task<int> task = give(1);
  EXPECT_EQ(Counted::active, 1);
  task = give(2);
  EXPECT_EQ(Counted::active, 1);
  Loop loop;
  EXPECT_EQ(loop.run(std::move(task)), 2);
  EXPECT_EQ(Counted::active, 0);
}

Task<int> sum_to(int n) {
  Counted local;
  int sum = 0;
  for (int i = 1; i <= n; ++i) sum += co_await give(i);
  co_return sum;
}

TEST(Task, FreesEachChildAfterItsAwait) {
  Loop loop;
  EXPECT_EQ(loop.run(sum_to(100)), 5050);
  EXPECT_EQ(Counted::active, 0);
}

Task<std::unique_ptr<int>> box(int value) { co_return std::make_unique<int>(value); }
Task<std::unique_ptr<int>> pass_on(int value) { co_return co_await box(value); }

TEST(Task, MovesItsValueOut) {
  Loop loop;
  EXPECT_EQ(*loop.run(pass_on(7)), 7);
}

Task<int&> the_same(int& value) { co_return value; }
Task<> increment(int& value) { ++co_await the_same(value); }

TEST(Task, ReturnsReferences) {
  Loop loop;
  int value = 6;
  loop.run(increment(value));
  EXPECT_EQ(value, 7);
  EXPECT_EQ(&loop.run(the_same(value)), &value);
}

Task<std::string> convert() { co_return "text"; }

TEST(Task, ConvertsWhatIsReturned) {
  Loop loop;
  EXPECT_EQ(loop.run(convert()), "text");
}

Task<int> chain(int depth) {
  Counted local;
  if (depth == 0) co_return co_await fail("from below");
  co_return co_await chain(depth - 1);
}

TEST(Task, CarriesAnExceptionThroughTheChain) {
  Loop loop;
  try {
    loop.run(chain(100));
    FAIL() << "nothing was thrown";
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(), "from below");
  }
  EXPECT_EQ(Counted::active, 0);
}

Task<int> recover() {
  try {
    co_return co_await fail("once");
  } catch (const std::runtime_error&) {
  }
  co_return co_await give(7);
}

TEST(Task, GoesOnAfterACaughtException) {
  Loop loop;
  EXPECT_EQ(loop.run(recover()), 7);
  EXPECT_EQ(Counted::active, 0);
}

Task<> fail_without_a_value() {
  throw std::logic_error("void");
  co_return;
}

TEST(Task, ThrowsFromRunWhenTheRootFails) {
  Loop loop;
  EXPECT_THROW(loop.run(fail_without_a_value()), std::logic_error);
}

}  // namespace
}  // namespace coro
