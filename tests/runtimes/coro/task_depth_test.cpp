#include <gtest/gtest.h>

#include "runtimes/coro/frame_pool.hpp"
#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/scope.hpp"
#include "runtimes/coro/task.hpp"

namespace coro {
namespace {

constexpr int deep = 1'000'000;

Task<int> descend(int depth) {
  if (depth == 0) co_return 0;
  co_return 1 + co_await descend(depth - 1);
}

TEST(TaskDepth, AMillionNestedAwaitsDoNotGrowTheStack) {
  Loop loop;
  EXPECT_EQ(loop.run(descend(deep)), deep);
}

Task<int> one() { co_return 1; }

Task<int> add_up(int count) {
  int sum = 0;
  for (int i = 0; i < count; ++i) sum += co_await one();
  co_return sum;
}

TEST(TaskDepth, AMillionAwaitsThatFinishAtOnceDoNotGrowTheStack) {
  Loop loop;
  EXPECT_EQ(loop.run(add_up(deep)), deep);
}

Task<> nest_scopes(Loop& loop, int depth, int& deepest) {
  if (depth == 0) co_return;
  ++deepest;
  Scope scope(loop);
  scope.spawn(nest_scopes(loop, depth - 1, deepest));
  co_await scope.join();
}

TEST(TaskDepth, AMillionNestedScopesDoNotGrowTheStack) {
  Loop loop;
  int deepest = 0;
  loop.run(nest_scopes(loop, deep, deepest));
  EXPECT_EQ(deepest, deep);
}

}  // namespace
}  // namespace coro
