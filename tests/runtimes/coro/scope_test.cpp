#include "runtimes/coro/scope.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

#include "tests/runtimes/coro/counted.hpp"

namespace coro {
namespace {

using test::Counted;

Task<> count_after(Loop& loop, int yields, int& finished, Counted = {}) {
  for (int i = 0; i < yields; ++i) co_await loop.yield();
  ++finished;
}

Task<> fail_after(Loop& loop, int yields, std::string message, Counted = {}) {
  for (int i = 0; i < yields; ++i) co_await loop.yield();
  throw std::runtime_error(message);
}

Task<> spawn_and_join(Loop& loop, int children, int& finished) {
  Scope scope(loop);
  for (int i = 0; i < children; ++i) scope.spawn(count_after(loop, i % 3, finished));
  EXPECT_EQ(finished, 0) << "children start when their turn comes";
  co_await scope.join();
  EXPECT_EQ(finished, children);
}

TEST(Scope, JoinWaitsForAllChildren) {
  Loop loop;
  int finished = 0;
  loop.run(spawn_and_join(loop, 1000, finished));
  EXPECT_EQ(finished, 1000);
  EXPECT_EQ(Counted::active, 0);
}

TEST(Scope, WithoutChildrenJoinsAtOnce) {
  Loop loop;
  int finished = 0;
  loop.run(spawn_and_join(loop, 0, finished));
}

Task<std::string> failure_of(Loop& loop, int& finished) {
  Scope scope(loop);
  scope.spawn(count_after(loop, 9, finished));
  scope.spawn(fail_after(loop, 5, "second"));
  scope.spawn(fail_after(loop, 2, "first"));
  try {
    co_await scope.join();
  } catch (const std::runtime_error& error) {
    co_return error.what();
  }
  co_return "none";
}

TEST(Scope, JoinRethrowsTheFirstExceptionAfterTheOthersWereCancelled) {
  Loop loop;
  int finished = 0;
  EXPECT_EQ(loop.run(failure_of(loop, finished)), "first");
  EXPECT_EQ(finished, 0);
  EXPECT_EQ(Counted::active, 0);
}

Task<> reuse(Loop& loop, int& finished) {
  Scope scope(loop);
  scope.spawn(fail_after(loop, 0, "in the first round"));
  EXPECT_THROW(co_await scope.join(), std::runtime_error);
  scope.spawn(count_after(loop, 1, finished));
  co_await scope.join();
}

TEST(Scope, CanBeUsedAgainAfterAFailure) {
  Loop loop;
  int finished = 0;
  loop.run(reuse(loop, finished));
  EXPECT_EQ(finished, 1);
}

Task<> tree(Loop& loop, int depth, int& leaves) {
  Counted local;
  if (depth == 0) {
    ++leaves;
    co_return;
  }
  Scope scope(loop);
  for (int i = 0; i < 4; ++i) scope.spawn(tree(loop, depth - 1, leaves));
  co_await scope.join();
}

TEST(Scope, Nests) {
  Loop loop;
  int leaves = 0;
  loop.run(tree(loop, 6, leaves));
  EXPECT_EQ(leaves, 4096);
  EXPECT_EQ(Counted::active, 0);
}

Task<> join_late(Loop& loop, int& finished) {
  Scope scope(loop);
  scope.spawn(count_after(loop, 0, finished));
  co_await loop.sleep_for(std::chrono::microseconds(1));
  EXPECT_EQ(finished, 1);
  co_await scope.join();
}

TEST(Scope, ChildrenMayBeDoneBeforeTheJoin) {
  Loop loop;
  int finished = 0;
  loop.run(join_late(loop, finished));
}

Task<> spawn_only(Loop& loop, int& finished) {
  Scope scope(loop);
  scope.spawn(count_after(loop, 0, finished));
  co_return;
}

TEST(ScopeDeathTest, TerminatesWhenAChildIsLeftBehind) {
  Loop loop;
  int finished = 0;
  EXPECT_DEATH(loop.run(spawn_only(loop, finished)), "");
}

}  // namespace
}  // namespace coro
