#include "runtimes/coro/socket.hpp"

#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "runtimes/coro/scope.hpp"
#include "runtimes/os/tcp.hpp"
#include "tests/runtimes/coro/pollers.hpp"

namespace coro {
namespace {

using Message = std::array<std::byte, 64>;

Message numbered(int number) {
  Message message;
  for (std::size_t i = 0; i < message.size(); ++i)
    message[i] = static_cast<std::byte>(static_cast<std::size_t>(number) + i);
  return message;
}

Task<> echo(Loop& loop, os::Descriptor descriptor) {
  Socket peer(loop, std::move(descriptor));
  Message message;
  while (co_await peer.read_exactly(message)) co_await peer.write_all(message);
}

Task<> ask(Loop& loop, os::Descriptor descriptor, int messages, int& answered) {
  Socket peer(loop, std::move(descriptor));
  for (int i = 0; i < messages; ++i) {
    const Message sent = numbered(i);
    Message received{};
    co_await peer.write_all(sent);
    EXPECT_TRUE(co_await peer.read_exactly(received));
    answered += received == sent;
  }
}

Task<> converse(Loop& loop, int connections, int messages, int& answered) {
  Scope scope(loop);
  for (int i = 0; i < connections; ++i) {
    os::Connection connection = os::connected_pair();
    scope.spawn(echo(loop, std::move(connection.server)));
    scope.spawn(ask(loop, std::move(connection.client), messages, answered));
  }
  co_await scope.join();
}

class Sockets : public test::OnEachPoller {};
INSTANTIATE_TEST_SUITE_P(On, Sockets, test::each_poller(), test::poller_name);

TEST_P(Sockets, EchoesOverOneConnection) {
  Loop loop(GetParam());
  int answered = 0;
  loop.run(converse(loop, 1, 200, answered));
  EXPECT_EQ(answered, 200);
}

TEST_P(Sockets, EchoesOverManyConnections) {
  Loop loop(GetParam());
  int answered = 0;
  loop.run(converse(loop, 100, 20, answered));
  EXPECT_EQ(answered, 2000);
}

// Both directions of one socket at once, far more than the kernel buffers.
std::vector<std::byte> pattern(std::size_t size) {
  std::vector<std::byte> bytes(size);
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::byte>(i * 7 + i / 251);
  return bytes;
}

Task<> write_pattern(Socket& socket, const std::vector<std::byte>& bytes) {
  co_await socket.write_all(bytes);
}

Task<> read_pattern(Socket& socket, const std::vector<std::byte>& expected) {
  std::vector<std::byte> received(expected.size());
  EXPECT_TRUE(co_await socket.read_exactly(received));
  EXPECT_TRUE(received == expected);
}

Task<> send_both_ways(Loop& loop, const std::vector<std::byte>& bytes) {
  os::Connection connection = os::connected_pair();
  Socket left(loop, std::move(connection.client)), right(loop, std::move(connection.server));
  Scope scope(loop);
  for (Socket* socket : {&left, &right}) {
    scope.spawn(write_pattern(*socket, bytes));
    scope.spawn(read_pattern(*socket, bytes));
  }
  co_await scope.join();
}

TEST_P(Sockets, CarriesBulkBothWaysAtOnce) {
  Loop loop(GetParam());
  loop.run(send_both_ways(loop, pattern(16 << 20)));
}

Task<> keep_ready(Loop& loop, const bool& stop) {
  while (!stop) co_await loop.yield();
}

Task<> set_after_echo(Loop& loop, bool& stop) {
  int answered = 0;
  co_await converse(loop, 1, 100, answered);
  stop = true;
}

Task<> echo_beside_busy_tasks(Loop& loop) {
  bool stop = false;
  Scope scope(loop);
  for (int i = 0; i < 10; ++i) scope.spawn(keep_ready(loop, stop));
  scope.spawn(set_after_echo(loop, stop));
  co_await scope.join();
}

TEST_P(Sockets, IsNotStarvedByTasksThatAreAlwaysReady) {
  Loop loop(GetParam());
  loop.run(echo_beside_busy_tasks(loop));
}

}  // namespace
}  // namespace coro
