#include "runtimes/coro/callback.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <stdexcept>
#include <string>

#include "runtimes/coro/event.hpp"
#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/watch.hpp"
#include "runtimes/os/event.hpp"
#include "tests/runtimes/coro/counted.hpp"
#include "tests/runtimes/coro/pollers.hpp"
#include "tests/runtimes/coro/wait_for.hpp"

namespace coro {
namespace {

using namespace std::chrono_literals;
using test::Counted;

using test::wait_for;

class Callbacks : public test::OnEachPoller {};
INSTANTIATE_TEST_SUITE_P(On, Callbacks, test::each_poller(), test::poller_name);

TEST_P(Callbacks, SoonComeInOrder) {
  Loop loop(GetParam());
  Event done;
  std::string log;
  auto a = loop.call_soon([&] { log += 'a'; });
  auto b = loop.call_soon([&] { log += 'b'; });
  auto c = loop.call_soon([&] { done.set(); });
  loop.run(wait_for(done));
  EXPECT_EQ(log, "ab");
  EXPECT_FALSE(a.pending());
}

TEST_P(Callbacks, LaterComeInOrderOfTime) {
  Loop loop(GetParam());
  Event done;
  std::string log;
  const auto start = Loop::Clock::now();
  auto last = loop.call_later(3ms, [&] { done.set(); });
  auto b = loop.call_at(start + 2ms, [&] { log += 'b'; });
  auto a = loop.call_at(start + 1ms, [&] { log += 'a'; });
  auto a2 = loop.call_at(start + 1ms, [&] { log += 'A'; });
  loop.run(wait_for(done));
  EXPECT_EQ(log, "aAb");
}

TEST_P(Callbacks, IsNotCalledOnceItsHandleIsGone) {
  Loop loop(GetParam());
  Event done;
  bool called = false;
  {
    auto soon = loop.call_soon([&, counted = Counted()] { called = true; });
    auto later = loop.call_later(1us, [&, counted = Counted()] { called = true; });
  }
  auto end = loop.call_later(1ms, [&] { done.set(); });
  loop.run(wait_for(done));
  EXPECT_FALSE(called);
  EXPECT_EQ(Counted::active, 0);
}

TEST_P(Callbacks, MayCancelItself) {
  Loop loop(GetParam());
  Event done;
  Handle handle;
  handle = loop.call_soon([&, counted = Counted()] {
    handle.cancel();
    EXPECT_EQ(Counted::active, 1) << "not under its feet";
    done.set();
  });
  loop.run(wait_for(done));
  EXPECT_EQ(Counted::active, 0);
}

TEST_P(Callbacks, ThatThrowsEndsRun) {
  Loop loop(GetParam());
  Event never;
  auto fails = loop.call_soon([] { throw std::runtime_error("from a callback"); });
  EXPECT_THROW(loop.run(wait_for(never)), std::runtime_error);
  auto sets = loop.call_soon([&] { never.set(); });
  loop.run(wait_for(never));
}

class Watches : public test::OnEachPoller {};
INSTANTIATE_TEST_SUITE_P(On, Watches, test::each_poller(), test::poller_name);

TEST_P(Watches, CallsAsLongAsThereIsSomethingToRead) {
  Loop loop(GetParam());
  Event done;
  os::EventFd signal;
  signal.signal();
  int calls = 0;
  Watch watch(loop, signal.fd());
  watch.add_reader([&] {
    if (++calls < 3) return;
    signal.drain();
    watch.remove_reader();
    done.set();
  });
  loop.run(wait_for(done));
  EXPECT_EQ(calls, 3);
}

TEST_P(Watches, TellsBothDirectionsApart) {
  Loop loop(GetParam());
  Event done;
  os::EventFd signal;
  int reads = 0, writes = 0;
  Watch watch(loop, signal.fd());
  watch.add_reader([&] { ++reads; });
  watch.add_writer([&] {
    if (++writes == 3) done.set();
  });
  loop.run(wait_for(done));
  EXPECT_EQ(reads, 0);
}

TEST_P(Watches, MayBeDestroyedByItsOwnCallback) {
  Loop loop(GetParam());
  Event done;
  os::EventFd signal;
  std::optional<Watch> watch(std::in_place, loop, signal.fd());
  watch->add_writer([&] {
    watch.reset();
    done.set();
  });
  loop.run(wait_for(done));
}

}  // namespace
}  // namespace coro
