// Cancellation in every state that a branch can be in, and of every wait that has nothing of its own to test.
#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

#include "runtimes/coro/event.hpp"
#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/scope.hpp"
#include "tests/runtimes/coro/counted.hpp"
#include "tests/runtimes/coro/pollers.hpp"

namespace coro {
namespace {

using namespace std::chrono_literals;
using test::Counted;

enum class End { none, returned, cancelled };

Task<> sleep_long(Loop& loop, End& end, Counted = {}) {
  try {
    co_await loop.sleep_for(1h);
    end = End::returned;
  } catch (const Cancelled&) {
    end = End::cancelled;
    throw;
  }
}

Task<> cancel_after(Loop& loop, Scope& scope, int yields) {
  for (int i = 0; i < yields; ++i) co_await loop.yield();
  scope.cancel();
}

Task<> cancel_sleeper(Loop& loop, int yields, End& end) {
  Scope scope(loop);
  scope.spawn(sleep_long(loop, end));
  co_await cancel_after(loop, scope, yields);
  co_await scope.join();
}

class Cancelling : public test::OnEachPoller {};
INSTANTIATE_TEST_SUITE_P(On, Cancelling, test::each_poller(), test::poller_name);

TEST_P(Cancelling, EndsASleeperAtOnce) {
  Loop loop(GetParam());
  End end{};
  loop.run(cancel_sleeper(loop, 3, end));
  EXPECT_EQ(end, End::cancelled);
  EXPECT_EQ(loop.timers().size(), 0u);
  EXPECT_EQ(Counted::active, 0);
}

TEST_P(Cancelling, BeforeTheStartIsSeenAtTheFirstAwait) {
  Loop loop(GetParam());
  End end{};
  loop.run(cancel_sleeper(loop, 0, end));
  EXPECT_EQ(end, End::cancelled);
  EXPECT_EQ(Counted::active, 0);
}

Task<> yield_for_ever(Loop& loop, int& turns, Counted = {}) {
  for (;; ++turns) co_await loop.yield();
}

Task<> cancel_yielder(Loop& loop, int& turns) {
  Scope scope(loop);
  scope.spawn(yield_for_ever(loop, turns));
  co_await cancel_after(loop, scope, 5);
  co_await scope.join();
}

TEST_P(Cancelling, EndsATaskThatIsReady) {
  Loop loop(GetParam());
  int turns = 0;
  loop.run(cancel_yielder(loop, turns));
  EXPECT_LE(turns, 6);
  EXPECT_EQ(Counted::active, 0);
}

Task<> nest(Loop& loop, int depth, End& end, Counted = {}) {
  if (depth == 0) co_return co_await sleep_long(loop, end);
  Scope scope(loop);
  scope.spawn(nest(loop, depth - 1, end));
  co_await scope.join();
}

Task<> cancel_nest(Loop& loop, int depth, End& end) {
  Scope scope(loop);
  scope.spawn(nest(loop, depth, end));
  co_await cancel_after(loop, scope, depth + 2);
  co_await scope.join();
}

TEST_P(Cancelling, ReachesTheInnermostOfAHundredThousandNestedScopes) {
  Loop loop(GetParam());
  End end{};
  loop.run(cancel_nest(loop, 100'000, end));
  EXPECT_EQ(end, End::cancelled);
  EXPECT_EQ(Counted::active, 0);
}

Task<> catch_and_go_on(Loop& loop, bool& cleaned_up) {
  try {
    co_await loop.sleep_for(1h);
  } catch (const Cancelled&) {
  }
  co_await loop.sleep_for(1us);
  co_await loop.yield();
  cleaned_up = true;
}

Task<> cancel_one_that_cleans_up(Loop& loop, bool& cleaned_up) {
  Scope scope(loop);
  scope.spawn(catch_and_go_on(loop, cleaned_up));
  co_await cancel_after(loop, scope, 1);
  co_await scope.join();
}

TEST_P(Cancelling, IsThrownOnceSoThatATaskCanCleanUp) {
  Loop loop(GetParam());
  bool cleaned_up = false;
  loop.run(cancel_one_that_cleans_up(loop, cleaned_up));
  EXPECT_TRUE(cleaned_up);
}

Task<> wait_twice(Event& event, int& passed) {
  co_await event.wait();
  ++passed;
  co_await event.wait();
  ++passed;
}

Task<> set_then_cancel(Loop& loop, int& passed) {
  Event event;
  Scope scope(loop);
  scope.spawn(wait_twice(event, passed));
  co_await loop.yield();
  scope.cancel();
  event.set();
  co_await scope.join();
}

TEST_P(Cancelling, IsNotOutrunByWhatComesLater) {
  Loop loop(GetParam());
  int passed = 0;
  loop.run(set_then_cancel(loop, passed));
  EXPECT_EQ(passed, 0);
}

Task<> body_that_throws(Loop& loop, Scope& scope, End& end) {
  scope.spawn(sleep_long(loop, end));
  co_await loop.yield();
  throw std::runtime_error("from the body");
}

Task<> run_body(Loop& loop, End& end) {
  EXPECT_THROW(co_await in_scope(loop, [&](Scope& scope) { return body_that_throws(loop, scope, end); }),
               std::runtime_error);
}

TEST(InScope, EndsTheChildrenWhenTheBodyThrows) {
  Loop loop;
  End end{};
  loop.run(run_body(loop, end));
  EXPECT_EQ(end, End::cancelled);
  EXPECT_EQ(Counted::active, 0);
}

}  // namespace
}  // namespace coro
