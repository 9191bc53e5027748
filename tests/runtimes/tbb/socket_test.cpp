#include "runtimes/tbb/socket.hpp"

#include <gtest/gtest.h>
#include <oneapi/tbb/task_group.h>

#include <array>
#include <atomic>
#include <span>
#include <system_error>
#include <vector>

#include "runtimes/os/tcp.hpp"
#include "runtimes/tbb/arena.hpp"

namespace {

using Bytes = std::vector<std::byte>;

Bytes counting(std::size_t size) {
  Bytes bytes(size);
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::byte>(i * 7);
  return bytes;
}

void read_all(onetbb::Socket& socket, std::span<std::byte> room) {
  while (!room.empty()) {
    const auto got = socket.read_some(room);
    ASSERT_GT(got, 0u);
    room = room.subspan(got);
  }
}

void echo(onetbb::Socket socket) {
  std::array<std::byte, 1024> room;
  while (const auto got = socket.read_some(room)) socket.write_all(std::span(room).first(got));
}

class TbbSocket : public testing::TestWithParam<unsigned> {
 protected:
  onetbb::Arena arena{GetParam()};
  onetbb::Reactor reactor;
};
INSTANTIATE_TEST_SUITE_P(Workers, TbbSocket, testing::Values(1u, 2u));

TEST_P(TbbSocket, EchoesOnManyConnectionsAtOnce) {
  auto connections = os::connected_pairs(40);
  std::atomic<int> right = 0;
  arena.execute([&] {
    tbb::task_group group;
    for (auto& [client, server] : connections) {
      group.run([&] { echo(onetbb::Socket(reactor, std::move(server))); });
      group.run([&] {
        onetbb::Socket socket(reactor, std::move(client));
        for (std::size_t message = 1; message <= 50; ++message) {
          const Bytes sent = counting(message);
          Bytes received(sent.size());
          socket.write_all(sent);
          read_all(socket, received);
          if (received == sent) ++right;
        }
      });
    }
    group.wait();
  });
  EXPECT_EQ(right, 40 * 50);
}

TEST_P(TbbSocket, AWriterWaitsWhileTheKernelIsFull) {
  auto [client, server] = os::connected_pair();
  const Bytes sent = counting(32u << 20);
  Bytes received(sent.size());
  arena.execute([&] {
    tbb::task_group group;
    group.run([&] { onetbb::Socket(reactor, std::move(client)).write_all(sent); });
    group.run([&] {
      onetbb::Socket socket(reactor, std::move(server));
      read_all(socket, received);
      EXPECT_EQ(socket.read_some(std::span(received).first(1)), 0u);
    });
    group.wait();
  });
  EXPECT_EQ(received, sent);
}

// It is suspended in the middle of what it writes, and nobody will make room.
TEST_P(TbbSocket, AResetReachesTheTaskThatWaitsForRoom) {
  auto [client, server] = os::connected_pair();
  const Bytes much = counting(32u << 20);
  arena.execute([&] {
    tbb::task_group group;
    group.run([&] {
      onetbb::Socket socket(reactor, std::move(client));
      EXPECT_THROW(socket.write_all(much), std::system_error);
    });
    group.run([&] {
      onetbb::Socket socket(reactor, std::move(server));
      std::array<std::byte, 1> room;
      socket.read_some(room);
    });  // closed with more unread
    group.wait();
  });
}

TEST_P(TbbSocket, AResetReachesTheTaskThatReads) {
  auto [client, server] = os::connected_pair();
  onetbb::Socket socket(reactor, std::move(client));
  socket.write_all(counting(1));
  server.close();  // with a byte unread: the kernel answers with a reset
  std::array<std::byte, 1> room;
  EXPECT_THROW(arena.execute([&] { socket.read_some(room); }), std::system_error);
}

TEST_P(TbbSocket, TellsOfAResetToWhomWantsNoException) {
  auto [client, server] = os::connected_pair();
  onetbb::Socket socket(reactor, std::move(client));
  std::error_code error = std::make_error_code(std::errc::bad_message);
  socket.write_all(counting(1), error);
  EXPECT_FALSE(error);
  server.close();
  std::array<std::byte, 1> room;
  arena.execute([&] { EXPECT_EQ(socket.read_some(room, error), 0u); });
  EXPECT_EQ(error, std::errc::connection_reset);
  arena.execute([&] { socket.write_all(counting(1), error); });
  EXPECT_EQ(error, std::errc::broken_pipe);
}

}  // namespace
