// Reading up to a delimiter, cancelled transfers, and a peer that is faster than we are.
#include <gtest/gtest.h>
#include <sys/socket.h>

#include <array>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "runtimes/coro/scope.hpp"
#include "runtimes/coro/socket.hpp"
#include "runtimes/os/tcp.hpp"
#include "tests/runtimes/coro/pollers.hpp"

namespace coro {
namespace {

using namespace std::chrono_literals;

class Near : public test::OnEachPoller {
 protected:
  void send(std::string_view text) const {
    ASSERT_EQ(::send(far_.get(), text.data(), text.size(), 0), static_cast<ssize_t>(text.size()));
  }
  std::string line(std::string_view delimiter, std::size_t limit = 1000) {
    return loop_.run(near_.read_until(delimiter, limit));
  }

  Loop loop_{GetParam()};
  os::Connection pair_ = os::connected_pair();
  os::Descriptor far_ = std::move(pair_.server);
  Socket near_{loop_, std::move(pair_.client)};
};

INSTANTIATE_TEST_SUITE_P(On, Near, test::each_poller(), test::poller_name);

TEST_P(Near, ReadUntilCutsAtTheDelimiter) {
  send("one\r\ntwo\r\n\r\nrest");
  EXPECT_EQ(line("\r\n"), "one\r\n");
  EXPECT_EQ(line("\r\n\r\n"), "two\r\n\r\n");
  far_.close();
  EXPECT_EQ(line("\r\n"), "rest");
  EXPECT_EQ(line("\r\n"), "");
}

TEST_P(Near, ReadUntilFindsADelimiterAcrossPieces) {
  const std::string longer(511, 'x');
  send(longer + "\r\nnext\n");
  EXPECT_EQ(line("\r\n"), longer + "\r\n");
  EXPECT_EQ(line("\n"), "next\n");
}

TEST_P(Near, ReadUntilLosesNothingAtItsLimit) {
  send("far too long\n");
  EXPECT_THROW(line("\n", 5), std::system_error);
  EXPECT_EQ(line("\n"), "far too long\n");
}

Task<> read_all_of(Socket& socket, std::size_t size) {
  std::vector<std::byte> room(size);
  co_await socket.read_exactly(room);
}

Task<> read_line(Socket& socket) { co_await socket.read_until("\n"); }

template <class Read>
Task<> cancel_read(Loop& loop, Read read) {
  Scope scope(loop);
  scope.spawn(read());
  co_await loop.sleep_for(1ms);
  scope.cancel();
  co_await scope.join();
}

TEST_P(Near, ACancelledReadGivesBackWhatHadCome) {
  send("half a ");
  loop_.run(cancel_read(loop_, [&] { return read_all_of(near_, 100); }));
  loop_.run(cancel_read(loop_, [&] { return read_line(near_); }));
  send("line\n");
  EXPECT_EQ(line("\n"), "half a line\n");
}

Task<> write_much(Socket& socket, bool& cancelled) {
  const std::vector<std::byte> bytes(64 << 20);
  try {
    co_await socket.write_all(bytes);
  } catch (const Cancelled&) {
    cancelled = true;
  }
}

TEST_P(Near, AWriteThatWaitsForRoomCanBeCancelled) {
  bool cancelled = false;
  loop_.run(cancel_read(loop_, [&] { return write_much(near_, cancelled); }));
  EXPECT_TRUE(cancelled);
}

Task<std::size_t> write_some(Socket& socket, std::size_t size) {
  const std::vector<std::byte> bytes(size);
  co_return co_await socket.write_some(bytes);
}

TEST_P(Near, WriteSomeTellsHowMuchWasTaken) {
  EXPECT_EQ(loop_.run(write_some(near_, 10)), 10u);
  EXPECT_EQ(loop_.run(write_some(near_, 0)), 0u);
  EXPECT_LT(loop_.run(write_some(near_, 64 << 20)), std::size_t{64 << 20});
}

// A peer that is always faster: the bytes are there before they are asked for.
Task<> read_what_is_there(Socket& socket, std::size_t left, bool& others_ran, bool& starved) {
  std::array<std::byte, 1> room;
  for (; left > 0; --left) co_await socket.read_some(room);
  starved = !others_ran;
}

Task<> mark(bool& ran) {
  ran = true;
  co_return;
}

Task<> read_beside_another(Loop& loop, Socket& socket, std::size_t size, bool& starved) {
  bool others_ran = false;
  Scope scope(loop);
  scope.spawn(read_what_is_there(socket, size, others_ran, starved));
  scope.spawn(mark(others_ran));
  co_await scope.join();
}

TEST_P(Near, ASocketThatNeverRunsDryLetsOthersGoFirst) {
  send(std::string(1001, 'x'));
  bool starved = true, ran = true;
  loop_.run(read_what_is_there(near_, 1, ran, starved));
  loop_.run(read_beside_another(loop_, near_, 1000, starved));
  EXPECT_FALSE(starved);
}

}  // namespace
}  // namespace coro
