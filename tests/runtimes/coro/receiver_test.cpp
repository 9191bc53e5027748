#include "runtimes/coro/receiver.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <string>
#include <string_view>
#include <vector>

#include "runtimes/os/tcp.hpp"

namespace coro {
namespace {

// Without a loop: the test says what is readable, and that it has arrived is asked of the kernel.
class ReceiverOfSmallReads : public testing::Test {
 protected:
  void SetUp() override { os::set_nonblocking(pair_.server); }

  void arrive(std::string_view text) {
    ASSERT_EQ(::send(pair_.client.get(), text.data(), text.size(), 0), static_cast<ssize_t>(text.size()));
    std::vector<char> seen(text.size());
    while (::recv(fd(), seen.data(), seen.size(), MSG_PEEK) < static_cast<ssize_t>(text.size())) {
    }
    readiness_.readable = true;
  }

  std::string receive(std::size_t size) {
    std::string text(size, '\0');
    const ssize_t got = receiver_.receive(std::as_writable_bytes(std::span(text)));
    if (got < 0) return std::string("error ") + std::to_string(-got);
    return text.substr(0, static_cast<std::size_t>(got));
  }

  int fd() const { return pair_.server.get(); }

  const std::string again_ = "error " + std::to_string(EAGAIN);
  os::Connection pair_ = os::connected_pair();
  Readiness readiness_;
  std::array<std::byte, 8> landing_;
  Receiver receiver_{fd(), readiness_, landing_};
};

TEST_F(ReceiverOfSmallReads, KnowsWithoutAskingThatNothingIsLeft) {
  arrive("abc");
  EXPECT_EQ(receive(3), "abc");
  EXPECT_FALSE(readiness_.readable);
  EXPECT_EQ(receive(3), again_);
}

TEST_F(ReceiverOfSmallReads, KeepsWhatCameBeyondTheRequest) {
  arrive("abcdef");
  EXPECT_EQ(receive(2), "ab");
  EXPECT_EQ(receive(3), "cde");
  EXPECT_EQ(receive(3), "f");
  EXPECT_EQ(receive(3), again_);
}

TEST_F(ReceiverOfSmallReads, AsksAgainWhenTheLandingWasFilled) {
  arrive("abcdefghij");
  EXPECT_EQ(receive(7), "abcdefg");
  EXPECT_EQ(receive(7), "h");
  EXPECT_TRUE(readiness_.readable);
  EXPECT_EQ(receive(7), "ij");
  EXPECT_FALSE(readiness_.readable);
}

TEST_F(ReceiverOfSmallReads, GivesWhatWasKeptBeforeWhatCameLater) {
  arrive("abc");
  EXPECT_EQ(receive(1), "a");
  arrive("d");
  EXPECT_EQ(receive(7), "bc");
  EXPECT_EQ(receive(7), "d");
}

TEST_F(ReceiverOfSmallReads, LargeReadsDoNotLand) {
  arrive("abcdefghij");
  EXPECT_EQ(receive(9), "abcdefghi");
  EXPECT_TRUE(readiness_.readable);
  EXPECT_EQ(receive(9), "j");
  EXPECT_FALSE(readiness_.readable);
}

TEST_F(ReceiverOfSmallReads, ReadsOnToTheEndAfterAHangUp) {
  arrive("abc");
  readiness_.hung_up = true;
  EXPECT_EQ(receive(7), "abc");
  EXPECT_TRUE(readiness_.readable);
}

}  // namespace
}  // namespace coro
