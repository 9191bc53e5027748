#include <gtest/gtest.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <functional>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "runtimes/coro/event.hpp"
#include "runtimes/coro/listener.hpp"
#include "runtimes/coro/remote.hpp"
#include "runtimes/coro/scope.hpp"
#include "runtimes/coro/socket.hpp"
#include "runtimes/coro/timeout.hpp"
#include "runtimes/os/tcp.hpp"
#include "tests/runtimes/coro/counted.hpp"
#include "tests/runtimes/coro/faults.hpp"
#include "tests/runtimes/coro/wait_for.hpp"

namespace coro {
namespace {

using namespace std::chrono_literals;
using test::Fault;
using test::Plan;
using test::wait_for;

std::vector<std::byte> pattern(std::size_t size) {
  std::vector<std::byte> bytes(size);
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::byte>(i * 7 + i / 251);
  return bytes;
}

Task<> write_in_messages(Socket& socket, const std::vector<std::byte>& bytes, std::size_t size) {
  for (std::size_t at = 0; at < bytes.size(); at += size)
    co_await socket.write_all(std::span(bytes).subspan(at, size));
}

Task<> read_in_messages(Socket& socket, const std::vector<std::byte>& bytes, std::size_t size) {
  std::vector<std::byte> message(size);
  for (std::size_t at = 0; at < bytes.size(); at += size) {
    const bool whole = co_await socket.read_exactly(message);
    EXPECT_TRUE(whole);
    EXPECT_TRUE(std::ranges::equal(message, std::span(bytes).subspan(at, size)));
  }
}

// `buffers`: what the kernel may hold, 0 for as much as it likes.
Task<> transfer(Loop& loop, int buffers = 0) {
  os::Connection pair = os::connected_pair();
  for (const int fd : {pair.client.get(), pair.server.get()})
    for (const int option : {SO_SNDBUF, SO_RCVBUF})
      if (buffers > 0) ::setsockopt(fd, SOL_SOCKET, option, &buffers, sizeof buffers);
  Socket left(loop, std::move(pair.client)), right(loop, std::move(pair.server));
  const auto bytes = pattern(1000 * 64);
  Scope scope(loop);
  for (auto [from, to] : {std::pair(&left, &right), std::pair(&right, &left)}) {
    scope.spawn(write_in_messages(*from, bytes, 64));
    scope.spawn(read_in_messages(*to, bytes, 100 * 64));
  }
  co_await scope.join();
}

TEST(Fault, InterruptionsLoseNothing) {
  Loop loop;
  unsigned calls = 0;
  const auto every_third = [&] { return Fault{.error = ++calls % 3 == 0 ? EINTR : 0}; };
  const Plan plan({.recv = every_third, .send = every_third, .poll = every_third});
  loop.run(transfer(loop));
}

// Injecting these two would prove nothing: the loop rightly takes a short transfer, or EAGAIN, for the
// kernel's word that an event will follow. So the kernel is made to say it, all the time.
TEST(Fault, ShortTransfersLoseNothing) {
  Loop loop;
  unsigned calls = 0;
  const auto every_third = [&] { return Fault{.error = ++calls % 3 == 0 ? EINTR : 0}; };
  const Plan plan({.recv = every_third, .send = every_third, .poll = every_third});
  loop.run(transfer(loop, 1));
}

Task<> nap(Loop& loop, test::Counted = {}) { co_await loop.sleep_for(1h); }

Task<> read_one(Socket& socket) {
  std::array<std::byte, 8> room;
  co_await socket.read_some(room);
}

TEST(Fault, AResetIsThrownWhereItIsRead) {
  Loop loop;
  os::Connection pair = os::connected_pair();
  Socket near(loop, std::move(pair.client));
  pair.server.close();
  const Plan plan({.recv = [] { return Fault{.error = ECONNRESET}; }});
  try {
    loop.run(read_one(near));
    FAIL() << "nothing was thrown";
  } catch (const std::system_error& error) {
    EXPECT_EQ(error.code().value(), ECONNRESET);
  }
}

Task<> accept_after_failures(Listener& listener, int failures, int& seen) {
  for (;;) {
    try {
      co_await listener.accept();
      break;
    } catch (const std::system_error& error) {
      EXPECT_EQ(error.code().value(), EMFILE);
      ++seen;
    }
  }
  EXPECT_EQ(seen, failures);
}

TEST(Fault, AcceptWithoutDescriptorsKeepsTheConnection) {
  Loop loop;
  Listener listener(loop, Endpoint::tcp(0));
  const os::Descriptor client = os::connect_loopback(listener.endpoint().port());
  int left = 3, seen = 0;
  const Plan plan({.accept = [&] { return Fault{.error = left-- > 0 ? EMFILE : 0}; }});
  loop.run(accept_after_failures(listener, 3, seen));
}

Task<bool> read_after_reset(Socket& socket, Socket& other) {
  bool reset = false;
  try {
    co_await read_one(socket);
  } catch (const std::system_error&) {
    reset = true;
  }
  std::array<std::byte, 8> room{};
  co_await socket.write_all(room);
  const bool whole = co_await other.read_exactly(room);
  co_return reset&& whole;
}

TEST(Fault, AFailedReadLeavesTheOtherDirectionAlone) {
  Loop loop;
  os::Connection pair = os::connected_pair();
  Socket near(loop, std::move(pair.client)), far(loop, std::move(pair.server));
  std::array<std::byte, 1> byte{};
  ASSERT_EQ(::send(far.fd(), byte.data(), byte.size(), 0), 1);
  int left = 1;
  const Plan plan({.recv = [&] { return Fault{.error = left-- > 0 ? ECONNRESET : 0}; }});
  EXPECT_TRUE(loop.run(read_after_reset(near, far)));
}

Task<> write_one(Socket& socket) {
  const std::array<std::byte, 8> bytes{};
  co_await socket.write_all(bytes);
}

TEST(Fault, APeerThatIsGoneIsThrownWhereItIsWrittenTo) {
  Loop loop;
  os::Connection pair = os::connected_pair();
  Socket near(loop, std::move(pair.client));
  const Plan plan({.send = [] { return Fault{.error = EPIPE}; }});
  EXPECT_THROW(loop.run(write_one(near)), std::system_error);
}

// The loop sleeps while the letters are posted, by the same thread or by another: one of them wakes it.
unsigned rings(Loop& loop, Event& done, const std::function<void()>& post) {
  std::atomic<unsigned> writes = 0;
  std::atomic<bool> asleep = false;
  const Plan plan(
      {.poll = [&] { return asleep = true, Fault(); }, .write = [&] { return ++writes, Fault(); }});
  const std::jthread sender([&] {
    while (!asleep) std::this_thread::yield();
    post();
  });
  loop.run(wait_for(done));
  return writes;
}

TEST(Fault, AThousandPostsInOneBatchRingOnceAtMost) {
  Loop loop;
  Event done;
  Remote remote(loop);
  int got = 0;
  const unsigned writes = rings(loop, done, [&] {
    // Posted by the loop's own turn, so that it cannot read some before the others are there.
    remote.post([&] {
      for (int i = 0; i < 1000; ++i) remote.post([&] { got += 1; });
      remote.post([&] { done.set(); });
    });
  });
  EXPECT_EQ(got, 1000);
  EXPECT_EQ(writes, 1u);
}

TEST(Fault, ALoopThatSleepsIsNotWokenForNothing) {
  Loop loop;
  const test::FakeClock clock;
  loop.run(nap(loop));
  EXPECT_EQ(loop.counters().polls, 1u) << "an hour of idling is one wait";
}

TEST(Fault, AcceptOverlooksAPeerThatWentAway) {
  Loop loop;
  Listener listener(loop, Endpoint::tcp(0));
  const os::Descriptor client = os::connect_loopback(listener.endpoint().port());
  int left = 3, seen = 0;
  const Plan plan({.accept = [&] { return Fault{.error = left-- > 0 ? ECONNABORTED : 0}; }});
  loop.run(accept_after_failures(listener, 0, seen));
}

TEST(Fault, AFailingPollerEndsRunAndUnwindsEverything) {
  Loop loop;
  {
    const Plan plan({.poll = [] { return Fault{.error = ENOMEM}; }});
    EXPECT_THROW(loop.run(nap(loop)), std::system_error);
  }
  EXPECT_EQ(test::Counted::active, 0);
  const test::FakeClock clock;
  loop.run(nap(loop));
}

Task<> wake_at(Loop& loop, Loop::Clock::time_point due, std::vector<Loop::Clock::duration>& late) {
  co_await loop.sleep_until(due);
  late.push_back(Loop::Clock::now() - due);
}

Task<> sleep_for_days(Loop& loop, std::vector<Loop::Clock::duration>& late) {
  Scope scope(loop);
  const auto start = Loop::Clock::now();
  for (int i = 0; i < 1000; ++i) scope.spawn(wake_at(loop, start + i * 1h, late));
  co_await scope.join();
}

TEST(FakeClock, EverySleeperWakesAtItsVeryNanosecond) {
  const test::FakeClock clock;
  Loop loop;
  std::vector<Loop::Clock::duration> late;
  loop.run(sleep_for_days(loop, late));
  EXPECT_EQ(late, std::vector<Loop::Clock::duration>(1000, 0ns));
}

Task<> exceed(Loop& loop) { co_await with_timeout(nap(loop), 59min); }
Task<> keep_within(Loop& loop) { co_await with_timeout(nap(loop), 61min); }

TEST(FakeClock, ATimeoutIsExact) {
  const test::FakeClock clock;
  Loop loop;
  EXPECT_THROW(loop.run(exceed(loop)), TimedOut);
  loop.run(keep_within(loop));
}

}  // namespace
}  // namespace coro
