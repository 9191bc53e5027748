#include "runtimes/coro/transfer.hpp"

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

// The far end is a plain blocking socket in the test's hands, the near end a coro::Socket.
class Transfer : public test::OnEachPoller {
 protected:
  void send(std::string_view text) const {
    ASSERT_EQ(::send(far_.get(), text.data(), text.size(), 0), static_cast<ssize_t>(text.size()));
  }
  void reset() {
    const linger abort{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(far_.get(), SOL_SOCKET, SO_LINGER, &abort, sizeof abort);
    far_.close();
  }

  Loop loop_{GetParam()};
  os::Connection pair_ = os::connected_pair();
  os::Descriptor far_ = std::move(pair_.server);
  Socket near_{loop_, std::move(pair_.client)};
};

Task<std::string> read_some(Socket& socket, std::size_t room) {
  std::string text(room, '\0');
  text.resize(co_await socket.read_some(std::as_writable_bytes(std::span(text))));
  co_return text;
}

Task<std::string> read_exactly(Socket& socket, std::size_t size) {
  std::string text(size, '\0');
  if (!co_await socket.read_exactly(std::as_writable_bytes(std::span(text)))) co_return "(closed)";
  co_return text;
}

INSTANTIATE_TEST_SUITE_P(On, Transfer, test::each_poller(), test::poller_name);

TEST_P(Transfer, ReadSomeGivesWhatIsThere) {
  send("hello");
  EXPECT_EQ(loop_.run(read_some(near_, 100)), "hello");
}

TEST_P(Transfer, ReadSomeLeavesWhatHasNoRoom) {
  send("hello");
  EXPECT_EQ(loop_.run(read_some(near_, 2)), "he");
  EXPECT_EQ(loop_.run(read_some(near_, 2)), "ll");
  EXPECT_EQ(loop_.run(read_some(near_, 2)), "o");
}

TEST_P(Transfer, ReadSomeGivesNothingAfterTheEnd) {
  send("last");
  far_.close();
  EXPECT_EQ(loop_.run(read_some(near_, 100)), "last");
  EXPECT_EQ(loop_.run(read_some(near_, 100)), "");
  EXPECT_EQ(loop_.run(read_some(near_, 100)), "");
}

TEST_P(Transfer, AnEndAfterAShortReadIsNoticed) {
  send("short");
  EXPECT_EQ(loop_.run(read_some(near_, 100)), "short");
  far_.close();
  EXPECT_EQ(loop_.run(read_some(near_, 100)), "");
}

TEST_P(Transfer, DataAfterAShortReadIsNoticed) {
  for (const char* text : {"one", "two", "three"}) {
    send(text);
    EXPECT_EQ(loop_.run(read_some(near_, 100)), text);
  }
}

Task<> send_in_pieces(Loop& loop, int fd, std::string_view text) {
  for (const char& letter : text) {
    EXPECT_EQ(::send(fd, &letter, 1, 0), 1);
    co_await loop.sleep_for(std::chrono::microseconds(10));
  }
}

Task<std::string> read_pieces(Loop& loop, Socket& socket, int far, std::string_view text) {
  Scope scope(loop);
  scope.spawn(send_in_pieces(loop, far, text));
  std::string whole = co_await read_exactly(socket, text.size());
  co_await scope.join();
  co_return whole;
}

TEST_P(Transfer, ReadExactlyPutsPiecesTogether) {
  EXPECT_EQ(loop_.run(read_pieces(loop_, near_, far_.get(), "in pieces")), "in pieces");
}

TEST_P(Transfer, ReadExactlyTakesNoMoreThanAsked) {
  send("twoparts");
  EXPECT_EQ(loop_.run(read_exactly(near_, 3)), "two");
  EXPECT_EQ(loop_.run(read_exactly(near_, 5)), "parts");
}

TEST_P(Transfer, ReadExactlyTellsAnEndBetweenMessages) {
  send("whole");
  far_.close();
  EXPECT_EQ(loop_.run(read_exactly(near_, 5)), "whole");
  EXPECT_EQ(loop_.run(read_exactly(near_, 5)), "(closed)");
}

TEST_P(Transfer, ReadExactlyThrowsWhenCutOffInAMessage) {
  send("ha");
  far_.close();
  EXPECT_THROW(loop_.run(read_exactly(near_, 4)), std::system_error);
}

TEST_P(Transfer, ReadThrowsWhenThePeerResets) {
  reset();
  EXPECT_THROW(loop_.run(read_some(near_, 4)), std::system_error);
}

Task<> write_for_ever(Socket& socket) {
  const std::vector<std::byte> bytes(1 << 20);
  for (;;) co_await socket.write_all(bytes);
}

TEST_P(Transfer, WriteThrowsWhenThePeerIsGone) {
  far_.close();
  EXPECT_THROW(loop_.run(write_for_ever(near_)), std::system_error);
}

// With more unread: that is a reset.
Task<> read_one_and_leave(Loop& loop, os::Descriptor end) {
  Socket peer(loop, std::move(end));
  std::byte first;
  co_await peer.read_some(std::span(&first, 1));
}

Task<> write_to_one_who_leaves(Loop& loop, Socket& socket, os::Descriptor far) {
  Scope scope(loop);
  scope.spawn(read_one_and_leave(loop, std::move(far)));
  scope.spawn(write_for_ever(socket));
  co_await scope.join();
}

TEST_P(Transfer, WriteThrowsWhenThePeerResetsWhileItWaitsForRoom) {
  EXPECT_THROW(loop_.run(write_to_one_who_leaves(loop_, near_, std::move(far_))), std::system_error);
}

Task<> write_nothing(Socket& socket) { co_await socket.write_all({}); }

TEST_P(Transfer, WritingNothingIsDoneAtOnce) { loop_.run(write_nothing(near_)); }

}  // namespace
}  // namespace coro
