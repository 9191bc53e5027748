// Faults at the seam between the poller and liburing: the linker (--wrap) sends this executable's calls through here.
#include <gtest/gtest.h>
#include <liburing.h>

#include <array>
#include <cerrno>
#include <functional>
#include <string>
#include <system_error>

#include "runtimes/coro/event.hpp"
#include "runtimes/coro/scope.hpp"
#include "runtimes/coro/socket.hpp"
#include "runtimes/os/tcp.hpp"
#include "tests/runtimes/coro/counted.hpp"

namespace {

int setup_error = 0, buffers_error = 0;      // positive; 0: none
std::function<int()> enter_error = nullptr;  // asked before every wait

int fault() { return enter_error ? enter_error() : 0; }

}  // namespace

extern "C" {
int __real_io_uring_queue_init_params(unsigned, io_uring*, io_uring_params*);
int __real_io_uring_register_buf_ring(io_uring*, io_uring_buf_reg*, unsigned);
int __real_io_uring_submit_and_wait(io_uring*, unsigned);
int __real_io_uring_submit_and_get_events(io_uring*);

int __wrap_io_uring_queue_init_params(unsigned entries, io_uring* ring, io_uring_params* parameters) {
  return setup_error != 0 ? -setup_error : __real_io_uring_queue_init_params(entries, ring, parameters);
}
int __wrap_io_uring_register_buf_ring(io_uring* ring, io_uring_buf_reg* registration, unsigned flags) {
  return buffers_error != 0 ? -buffers_error : __real_io_uring_register_buf_ring(ring, registration, flags);
}
int __wrap_io_uring_submit_and_wait(io_uring* ring, unsigned wait) {
  const int error = fault();
  return error != 0 ? -error : __real_io_uring_submit_and_wait(ring, wait);
}
int __wrap_io_uring_submit_and_get_events(io_uring* ring) {
  const int error = fault();
  return error != 0 ? -error : __real_io_uring_submit_and_get_events(ring);
}
}

namespace coro {
namespace {

class Uring : public testing::Test {
 protected:
  void SetUp() override {
    if (const auto why = why_unavailable(Polling::io_uring)) GTEST_SKIP() << *why;
  }
  void TearDown() override {
    setup_error = buffers_error = 0;
    enter_error = nullptr;
  }
};

// Not for a machine that has it, and so never skipped.
TEST(UringThatIsForbidden, SaysWhyAndLeavesEpoll) {
  for (const auto& [error, word] : {std::pair(EPERM, "forbidden"),
                                    {EACCES, "forbidden"},
                                    {ENOSYS, "none"},
                                    {EINVAL, "DEFER_TASKRUN"},
                                    {ENOMEM, "memory"}}) {
    setup_error = error;
    const auto why = why_unavailable(Polling::io_uring);
    ASSERT_TRUE(why);
    EXPECT_NE(why->find(word), std::string::npos) << *why;
    EXPECT_THROW(Loop{Polling::io_uring}, std::system_error);
    EXPECT_FALSE(why_unavailable(Polling::epoll));
  }
  setup_error = 0;
}

TEST_F(Uring, WithoutABufferRingClosesWhatItHadOpened) {
  buffers_error = EINVAL;
  const int before = ::dup(0);
  ::close(before);
  EXPECT_THROW(Loop{Polling::io_uring}, std::system_error);
  const int after = ::dup(0);
  ::close(after);
  EXPECT_EQ(after, before);
}

Task<> echo(Socket& socket) {
  std::array<std::byte, 64> message;
  while (co_await socket.read_exactly(message)) co_await socket.write_all(message);
}

Task<> ask(Socket& socket, int messages) {
  std::array<std::byte, 64> said{}, heard{};
  for (int i = 0; i < messages; ++i) {
    said.fill(static_cast<std::byte>(i));
    co_await socket.write_all(said);
    const bool whole = co_await socket.read_exactly(heard);
    EXPECT_TRUE(whole && heard == said);
  }
  socket.shutdown_write();
}

Task<> talk(Loop& loop) {
  os::Connection pair = os::connected_pair();
  Socket client(loop, std::move(pair.client)), server(loop, std::move(pair.server));
  Scope scope(loop);
  scope.spawn(echo(server));
  scope.spawn(ask(client, 300));
  co_await scope.join();
}

TEST_F(Uring, LosesNothingWhenItsWaitsAreInterrupted) {
  Loop loop(Polling::io_uring);
  int calls = 0;
  enter_error = [&] { return ++calls % 3 == 0 ? EINTR : calls % 5 == 0 ? EBUSY : 0; };
  loop.run(talk(loop));
  EXPECT_GT(calls, 100);
}

Task<> wait_for(Event& event, test::Counted = {}) { co_await event.wait(); }

Task<> wait_beside_a_socket(Loop& loop, Event& never) {
  os::Connection pair = os::connected_pair();
  Socket client(loop, std::move(pair.client));
  Scope scope(loop);
  scope.spawn(wait_for(never));
  scope.spawn(echo(client));
  co_await scope.join();
}

Task<int> seven(Loop& loop) {
  co_await loop.yield();
  co_return 7;
}

TEST_F(Uring, ThatFailsUnwindsEverythingAndTheLoopGoesOn) {
  Loop loop(Polling::io_uring);
  Event never;
  int left = 1;
  enter_error = [&] { return left-- > 0 ? ENOMEM : 0; };
  EXPECT_THROW(loop.run(wait_beside_a_socket(loop, never)), std::system_error);
  EXPECT_EQ(test::Counted::active, 0);
  EXPECT_EQ(loop.run(seven(loop)), 7);
}

}  // namespace
}  // namespace coro
