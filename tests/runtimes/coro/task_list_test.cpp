#include "runtimes/coro/task_list.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "runtimes/coro/event.hpp"
#include "runtimes/coro/gather.hpp"
#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/scope.hpp"
#include "tests/runtimes/coro/wait_for.hpp"

namespace coro {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using test::wait_for;
using State = TaskInfo::State;

Task<> sleep_long(Loop& loop) { co_await loop.sleep_for(1h); }
Task<> yield_twice(Loop& loop) {
  co_await loop.yield();
  co_await loop.yield();
}
Task<> list_all(Loop& loop, std::vector<TaskInfo>& seen) {
  seen = loop.tasks().list();
  co_return;
}

Task<> one_of_each_state(Loop& loop, std::vector<TaskInfo>& seen) {
  Event never;
  Scope scope(loop), late(loop);
  scope.spawn(loop.named("sleeper", sleep_long(loop)));
  scope.spawn(loop.named("waiter", wait_for(never)));
  scope.spawn(loop.named("yielder", yield_twice(loop)));
  co_await loop.yield();
  scope.spawn(loop.named("lister", list_all(loop, seen)));
  late.spawn(loop.named("newcomer", yield_twice(loop)));
  scope.spawn(sleep_long(loop));  // nameless, and nobody traces
  co_await loop.yield();
  scope.cancel();
  co_await scope.join();
  co_await late.join();
}

TEST(TaskList, TellsWhatTheNamedTasksAreDoing) {
  Loop loop;
  std::vector<TaskInfo> seen;
  loop.run(one_of_each_state(loop, seen));
  EXPECT_THAT(
      seen, ElementsAre(TaskInfo{"newcomer", State::fresh, false}, TaskInfo{"lister", State::running, false},
                        TaskInfo{"yielder", State::ready, false}, TaskInfo{"waiter", State::waiting, false},
                        TaskInfo{"sleeper", State::sleeping, false}));
  EXPECT_THAT(loop.tasks().list(), IsEmpty());
}

Task<> spawn_and_list(Loop& loop, std::vector<TaskInfo>& seen) {
  Scope scope(loop);
  scope.spawn(sleep_long(loop));
  co_await gather(yield_twice(loop), list_all(loop, seen));
  scope.cancel();
  co_await scope.join();
}

TEST(TaskList, HasEveryTaskOfALoopThatTraces) {
  Loop loop;
  loop.tasks().trace();
  std::vector<TaskInfo> seen;
  loop.run(spawn_and_list(loop, seen));
  ASSERT_THAT(seen, SizeIs(4));
  EXPECT_EQ(seen.back().name, "root");
  EXPECT_THAT(seen[2].name, HasSubstr("task_list_test.cpp:")) << "where it was spawned";
  EXPECT_FALSE(seen[0].name.empty()) << "its function, as far as the program tells";
  EXPECT_THAT(loop.tasks().list(), IsEmpty());
}

Task<int> seven() { co_return 7; }

TEST(TaskList, TracingChangesNoResult) {
  Loop loop;
  loop.tasks().trace();
  EXPECT_EQ(loop.run(seven()), 7);
}

Task<> list_cancelled(Loop& loop, std::vector<TaskInfo>& seen) {
  Scope scope(loop);
  scope.spawn(loop.named("sleeper", sleep_long(loop)));
  co_await loop.yield();
  scope.cancel();
  seen = loop.tasks().list();
  co_await scope.join();
}

TEST(TaskList, ShowsWhoIsAboutToBeCancelled) {
  Loop loop;
  std::vector<TaskInfo> seen;
  loop.run(list_cancelled(loop, seen));
  EXPECT_THAT(seen, ElementsAre(TaskInfo{"sleeper", State::ready, true}));
}

}  // namespace
}  // namespace coro
