#include "runtimes/sequential/blocking.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/time.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "runtimes/os/pipe.hpp"
#include "runtimes/os/scratch.hpp"
#include "runtimes/os/tcp.hpp"

namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using Bytes = std::vector<std::byte>;

Bytes pattern(std::size_t size) {
  Bytes bytes(size);
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::byte>(i * 7 + i / 256);
  return bytes;
}

TEST(SleepUntil, IsNeverEarly) {
  for (const auto nap : {1ns, 1500ns, 70'000ns, 2'000'001ns}) {
    const auto due = Clock::now() + nap;
    sequential::sleep_until(due);
    EXPECT_GE(Clock::now(), due);
  }
}

TEST(SleepUntil, DoesNotWaitForThePast) {
  sequential::sleep_until(Clock::now() - 1s);
  sequential::sleep_until(Clock::time_point::min());
}

TEST(SleepUntil, GoesOnAfterASignal) {
  struct sigaction ignore {
  }, before{};
  ignore.sa_handler = [](int) {};
  ::sigaction(SIGALRM, &ignore, &before);
  const itimerval every_ms{.it_interval = {0, 1000}, .it_value = {0, 1000}};
  const itimerval never{};
  ::setitimer(ITIMER_REAL, &every_ms, nullptr);
  const auto due = Clock::now() + 10ms;
  sequential::sleep_until(due);
  EXPECT_GE(Clock::now(), due);
  ::setitimer(ITIMER_REAL, &never, nullptr);
  ::sigaction(SIGALRM, &before, nullptr);
}

// More than a pipe or a socket buffer holds: both sides have to go round.
TEST(Blocking, PassesLargeMessagesThroughAPipe) {
  const os::Pipe pipe = os::make_pipe();
  const Bytes sent = pattern(1'000'000);
  const std::jthread writer([&] { sequential::write_all(pipe.write_end.get(), sent); });
  Bytes got(sent.size());
  sequential::read_exactly(pipe.read_end.get(), got);
  EXPECT_EQ(got, sent);
}

TEST(Blocking, PassesLargeMessagesThroughASocket) {
  const auto [client, server] = os::connected_pair();
  const Bytes sent = pattern(10'000'000);
  const std::jthread writer([&, fd = client.get()] { sequential::send_all(fd, sent); });
  Bytes got(sent.size());
  sequential::read_exactly(server.get(), got);
  EXPECT_EQ(got, sent);
}

TEST(ReadExactly, ThrowsIfTheFileEndsEarly) {
  os::Pipe pipe = os::make_pipe();
  sequential::write_all(pipe.write_end.get(), pattern(3));
  pipe.write_end.close();
  Bytes room(8);
  try {
    sequential::read_exactly(pipe.read_end.get(), room);
    FAIL() << "nothing was thrown";
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("after 3 of 8 bytes"));
  }
}

TEST(ReadExactly, ThrowsIfThereIsNothing) {
  os::Pipe pipe = os::make_pipe();
  pipe.write_end.close();
  Bytes room(8);
  EXPECT_THROW(sequential::read_exactly(pipe.read_end.get(), room), std::runtime_error);
}

TEST(ReadMessage, EndsCleanlyBetweenMessages) {
  os::Pipe pipe = os::make_pipe();
  sequential::write_all(pipe.write_end.get(), pattern(8));
  pipe.write_end.close();
  Bytes room(8);
  EXPECT_TRUE(sequential::read_message(pipe.read_end.get(), room));
  EXPECT_EQ(room, pattern(8));
  EXPECT_FALSE(sequential::read_message(pipe.read_end.get(), room));
}

TEST(ReadMessage, ThrowsInTheMiddleOfAMessage) {
  os::Pipe pipe = os::make_pipe();
  sequential::write_all(pipe.write_end.get(), pattern(3));
  pipe.write_end.close();
  Bytes room(8);
  EXPECT_THROW(sequential::read_message(pipe.read_end.get(), room), std::runtime_error);
}

TEST(ReadSome, ReturnsWhatIsThere) {
  os::Pipe pipe = os::make_pipe();
  sequential::write_all(pipe.write_end.get(), pattern(3));
  pipe.write_end.close();
  Bytes room(8);
  EXPECT_EQ(sequential::read_some(pipe.read_end.get(), room), 3U);
  EXPECT_EQ(sequential::read_some(pipe.read_end.get(), room), 0U);
}

TEST(SendAll, ThrowsIfThePeerHasGone) {
  auto [client, server] = os::connected_pair();
  server.close();
  const Bytes bytes = pattern(4096);
  const auto send_until_it_is_noticed = [&, fd = client.get()] {
    for (;;) sequential::send_all(fd, bytes);
  };
  EXPECT_THROW(send_until_it_is_noticed(), std::system_error);
}

TEST(SendSome, TakesNoMoreThanThereIsRoomFor) {
  const auto [client, server] = os::connected_pair();
  const Bytes sent = pattern(100'000);
  Bytes all, got;
  for (;;) {
    const std::size_t taken = sequential::send_some(client.get(), sent);
    all.insert(all.end(), sent.begin(), sent.begin() + static_cast<std::ptrdiff_t>(taken));
    if (taken == 0) break;
  }
  got.resize(all.size());
  sequential::read_exactly(server.get(), got);
  EXPECT_EQ(got, all);
  EXPECT_GT(sequential::send_some(client.get(), sent), 0U);
}

TEST(ReceiveSome, TakesWhatIsThereAndNeverWaits) {
  auto [client, server] = os::connected_pair();
  Bytes room(8);
  EXPECT_EQ(sequential::receive_some(server.get(), room), std::nullopt);
  sequential::send_all(client.get(), pattern(10));
  EXPECT_EQ(sequential::receive_some(server.get(), room), 8U);
  EXPECT_EQ(room, pattern(8));
  EXPECT_EQ(sequential::receive_some(server.get(), room), 2U);
  EXPECT_EQ(sequential::receive_some(server.get(), room), std::nullopt);
  client.close();
  EXPECT_EQ(sequential::receive_some(server.get(), room), 0U);
}

// A peer that closes with something unread resets the connection, whoever is in the middle of what.
class Reset : public testing::Test {
 protected:
  void reset() {
    sequential::send_all(left.get(), pattern(1));
    right.close();
  }
  os::Connection pair_ = os::connected_pair();
  os::Descriptor &left = pair_.client, &right = pair_.server;
};

TEST_F(Reset, ReachesWhoReadsInTheMiddleOfAMessage) {
  sequential::send_all(right.get(), pattern(3));
  Bytes room(8);
  sequential::read_exactly(left.get(), std::span(room).first(3));
  reset();
  EXPECT_THROW(sequential::read_exactly(left.get(), std::span(room).subspan(3)), std::system_error);
}

TEST_F(Reset, ReachesWhoSends) {
  reset();
  EXPECT_THROW(sequential::send_some(left.get(), pattern(8)), std::system_error);
  EXPECT_THROW(sequential::send_all(left.get(), pattern(8)), std::system_error);
}

TEST_F(Reset, ReachesWhoReceives) {
  reset();
  Bytes room(8);
  EXPECT_THROW(sequential::receive_some(left.get(), room), std::system_error);
}

// The sender waits for room, and nobody will make any.
TEST_F(Reset, ReachesWhoWaitsForRoom) {
  const Bytes bytes = pattern(100'000);
  while (sequential::send_some(left.get(), bytes) > 0) continue;
  std::jthread peer([this] {
    std::byte first;
    sequential::read_exactly(right.get(), std::span(&first, 1));
    right.close();
  });
  const auto send_for_ever = [&] {
    for (;;) sequential::send_all(left.get(), bytes);
  };
  EXPECT_THROW(send_for_ever(), std::system_error);
}

TEST(ReadFile, ReadsAsMuchAsThereIsRoomFor) {
  const os::ScratchFolder folder;
  const Bytes written = pattern(1000);
  folder.write("file", written);
  const std::string path = folder.path() / "file";
  Bytes part(10), more(1001);
  EXPECT_EQ(sequential::read_file(path.c_str(), part), 10U);
  EXPECT_EQ(part, pattern(10));
  EXPECT_EQ(sequential::read_file(path.c_str(), more), 1000U);
  EXPECT_TRUE(std::ranges::equal(written, std::span(more).first(1000)));
  EXPECT_THROW(sequential::read_file((path + "?").c_str(), part), std::system_error);
}

TEST(Blocking, NamesTheCallThatFailed) {
  try {
    sequential::write_all(-1, pattern(1));
    FAIL() << "nothing was thrown";
  } catch (const std::system_error& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("write"));
  }
}

}  // namespace
