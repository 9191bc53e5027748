// What goes wrong with the loop itself ends run() with an exception, and the loop can be used again.
#include <gtest/gtest.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "runtimes/coro/event.hpp"
#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/scope.hpp"
#include "runtimes/coro/socket.hpp"
#include "runtimes/os/tcp.hpp"
#include "tests/runtimes/coro/counted.hpp"

namespace coro {
namespace {

using namespace std::chrono_literals;
using test::Counted;

Task<> wait_counted(Event& event, Counted = {}) { co_await event.wait(); }

Task<> wait_in_children(Loop& loop, Event& event) {
  Scope scope(loop);
  for (int i = 0; i < 3; ++i) scope.spawn(wait_counted(event));
  co_await scope.join();
}

Task<int> nap(Loop& loop) {
  co_await loop.sleep_for(1us);
  co_return 7;
}

TEST(LoopFailure, ADeadlockIsAnErrorAndUnwindsEverything) {
  Loop loop;
  Event never;
  EXPECT_THROW(loop.run(wait_in_children(loop, never)), Deadlock);
  EXPECT_EQ(Counted::active, 0);
  EXPECT_EQ(loop.run(nap(loop)), 7);
}

Task<> read_for_ever(Socket& socket) {
  std::byte byte;
  co_await socket.read_exactly({&byte, 1});
}

TEST(LoopFailure, ASocketThatWaitsIsNoDeadlock) {
  Loop loop;
  os::Connection pair = os::connected_pair();
  Socket near(loop, std::move(pair.client));
  pair.server.close();
  loop.run(read_for_ever(near));
}

// Closes the poller's own descriptor, the lowest free one when the loop is made.
Task<> wait_without_a_poller(Loop& loop, int poller, Event& never) {
  Scope scope(loop);
  scope.spawn(wait_counted(never));
  const int copy = ::dup(poller);
  ::close(poller);
  bool cancelled = false;
  try {
    co_await loop.sleep_for(1h);
  } catch (const Cancelled&) {
    cancelled = true;
  }
  EXPECT_TRUE(cancelled);
  EXPECT_EQ(::dup2(copy, poller), poller);
  ::close(copy);
  scope.cancel();
  co_await scope.join();
}

TEST(LoopFailure, AFailingPollerUnwindsEverythingAndTheLoopGoesOn) {
  const int poller = ::dup(0);
  ::close(poller);
  Loop loop;
  Event never;
  EXPECT_THROW(loop.run(wait_without_a_poller(loop, poller, never)), std::system_error);
  EXPECT_EQ(Counted::active, 0);
  EXPECT_EQ(loop.run(nap(loop)), 7);
}

Task<> hold(Loop& loop) {
  co_await loop.yield();
  const auto until = Loop::Clock::now() + 2ms;
  while (Loop::Clock::now() < until) {
  }
}

TEST(Watchdog, ReportsWhoHeldTheLoop) {
  Loop loop;
  std::vector<std::string> names;
  loop.watch(1ms, [&](const std::string& task, Loop::Clock::duration held) {
    EXPECT_GE(held, 1ms);
    names.push_back(task);
  });
  loop.run(hold(loop));
  ASSERT_FALSE(names.empty());
  EXPECT_FALSE(names.front().empty());
}

Task<> do_nothing() { co_return; }

TEST(Counters, CountResumesPollsAndTimers) {
  Loop loop;
  loop.run(nap(loop));
  EXPECT_EQ(loop.counters().resumes, 2u);
  EXPECT_EQ(loop.counters().timers, 1u);
  EXPECT_GE(loop.counters().polls, 1u);
}

Task<> spawn_rounds(Loop& loop, int rounds) {
  for (int round = 0; round < rounds; ++round) {
    Scope scope(loop);
    for (int i = 0; i < 10; ++i) scope.spawn(do_nothing());
    co_await scope.join();
  }
}

TEST(Counters, TellFramesFromTheHeapFromThoseThatWereRecycled) {
  Loop loop;
  loop.run(spawn_rounds(loop, 1));
  const Counters warm = loop.counters();
  EXPECT_EQ(warm.frames, 11u) << "the root's and ten children's";
  loop.run(spawn_rounds(loop, 100));
  const Counters after = loop.counters();
  EXPECT_EQ(after.frames - warm.frames, 1001u);
  EXPECT_EQ(after.heap_frames - warm.heap_frames, FramePool::recycles ? 0u : 1001u);
}

}  // namespace
}  // namespace coro
