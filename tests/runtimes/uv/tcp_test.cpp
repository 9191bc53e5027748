#include "runtimes/uv/tcp.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <array>
#include <csignal>
#include <span>
#include <system_error>
#include <utility>
#include <vector>

#include "runtimes/os/tcp.hpp"
#include "tests/runtimes/uv/bytes.hpp"

namespace {

// Sends back what it reads, until the other end is done.
struct Echo {
  void on_read(std::span<std::byte> bytes, int status) {
    if (status < 0) return tcp.close();
    if (tcp.write<&Echo::on_written>(bytes, *this)) return;
    tcp.read_stop();  // the room is taken until the rest is written
  }
  void on_written(int status) {
    if (status < 0) return tcp.close();
    tcp.read_start<&Echo::on_read>(room, *this);
  }
  void open(uv::Loop& loop, os::Descriptor end) {
    tcp.open(loop, std::move(end));
    tcp.read_start<&Echo::on_read>(room, *this);
  }
  uv::Tcp tcp;
  std::array<std::byte, 64 * 1024> room;
};

// Sends everything, half-closes and collects what comes back.
struct Client {
  void on_read(std::span<std::byte> bytes, int status) {
    if (status < 0) return finish(status);
    received.insert(received.end(), bytes.begin(), bytes.end());
    if (received.size() == sent.size() && !ended) end();
  }
  void on_written(int status) { EXPECT_EQ(status, 0); }
  void on_shutdown(int status) { EXPECT_EQ(status, 0); }
  void end() {
    ended = true;
    tcp.shutdown<&Client::on_shutdown>(*this);
  }
  void finish(int status) {
    last_status = status;
    tcp.close();
  }
  void open(uv::Loop& loop, os::Descriptor socket) {
    tcp.open(loop, std::move(socket));
    tcp.read_start<&Client::on_read>(room, *this);
    queued = !tcp.write<&Client::on_written>(sent, *this);
  }
  uv::Tcp tcp;
  Bytes sent;
  Bytes received = {};
  bool queued = false;
  bool ended = false;
  int last_status = 0;
  std::array<std::byte, 4096> room = {};
};

TEST(UvTcp, EchoesEveryByteAndReportsTheEnd) {
  auto [client_end, server_end] = os::connected_pair();
  Echo echo;
  Client client{.tcp = {}, .sent = counting(64)};
  uv::Loop loop;
  echo.open(loop, std::move(server_end));
  client.open(loop, std::move(client_end));
  loop.run();
  EXPECT_FALSE(client.queued);
  EXPECT_EQ(client.received, client.sent);
  EXPECT_EQ(client.last_status, UV_EOF);
}

TEST(UvTcp, AWriteLargerThanTheKernelTakesIsFinishedLater) {
  auto [client_end, server_end] = os::connected_pair();
  Echo echo;
  Client client{.tcp = {}, .sent = counting(32u << 20)};
  uv::Loop loop;
  echo.open(loop, std::move(server_end));
  client.open(loop, std::move(client_end));
  loop.run();
  EXPECT_TRUE(client.queued);
  EXPECT_EQ(client.received, client.sent);
}

TEST(UvTcp, EchoesOnManyConnectionsAtOnce) {
  std::vector<Echo> echoes(50);
  std::vector<Client> clients(50);
  uv::Loop loop;
  for (std::size_t i = 0; i < clients.size(); ++i) {
    auto [client_end, server_end] = os::connected_pair();
    clients[i].sent = counting(1000 + i);
    echoes[i].open(loop, std::move(server_end));
    clients[i].open(loop, std::move(client_end));
  }
  loop.run();
  for (const Client& client : clients) EXPECT_EQ(client.received, client.sent);
}

// Writes again whenever it is told that a write is over.
struct Repeater {
  void on_written(int status) {
    last_status = status;
    if (status == 0 && ++written < times) write();
  }
  void write() { tcp.write_by_turns<&Repeater::on_written>(bytes, *this); }
  uv::Tcp tcp;
  Bytes bytes;
  int times;
  int written = 0;
  int last_status = 0;
};

TEST(UvTcp, AWriteByTurnsIsAnsweredInALaterOne) {
  auto [left, right] = os::connected_pair();
  Repeater repeater{.tcp = {}, .bytes = counting(10), .times = 5};
  uv::Loop loop;
  repeater.tcp.open(loop, std::move(left));
  repeater.write();
  EXPECT_EQ(repeater.written, 0);
  loop.run();
  EXPECT_EQ(repeater.written, 5);
  Bytes got(51);
  EXPECT_EQ(::recv(right.get(), got.data(), got.size(), 0), 50);
}

// It never reads, and a peer's reset reaches it all the same: in the middle of a write for which there is no room.
TEST(UvTcp, AResetEndsAWriteThatWaitsForRoom) {
  std::signal(SIGPIPE, SIG_IGN);
  auto [left, right] = os::connected_pair();
  struct Reset {
    void on_read(std::span<std::byte>, int) { tcp.close(); }  // with more unread
    uv::Tcp tcp;
    std::array<std::byte, 1> room;
  } peer;
  Repeater repeater{.tcp = {}, .bytes = counting(32u << 20), .times = 2};
  uv::Loop loop;
  repeater.tcp.open(loop, std::move(left));
  peer.tcp.open(loop, std::move(right));
  repeater.write();
  peer.tcp.read_start<&Reset::on_read>(peer.room, peer);
  loop.run();
  EXPECT_EQ(repeater.written, 0);
  EXPECT_TRUE(repeater.last_status == UV_ECONNRESET || repeater.last_status == UV_EPIPE) << repeater.last_status;
}

TEST(UvTcp, AReadErrorIsDelivered) {
  auto [client_end, server_end] = os::connected_pair();
  Client client{.tcp = {}, .sent = counting(1)};
  uv::Loop loop;
  client.open(loop, std::move(client_end));
  server_end.close();  // with a byte unread: the kernel answers with a reset
  loop.run();
  EXPECT_EQ(client.last_status, UV_ECONNRESET);
}

TEST(UvTcp, AResetIsNoEndForThePeer) {
  struct Breaker {
    void on_closed() { closed = true; }
    uv::Tcp tcp;
    bool closed = false;
  } breaker;
  auto [client_end, server_end] = os::connected_pair();
  Client client{.tcp = {}, .sent = counting(1)};
  uv::Loop loop;
  client.open(loop, std::move(client_end));
  breaker.tcp.open(loop, std::move(server_end));
  breaker.tcp.reset<&Breaker::on_closed>(breaker);
  loop.run();
  EXPECT_TRUE(breaker.closed);
  EXPECT_FALSE(breaker.tcp.is_open());
  EXPECT_EQ(client.last_status, UV_ECONNRESET);
}

TEST(UvTcp, AWriteErrorIsDelivered) {
  struct Writer {
    void on_written(int status) { written = status; }
    uv::Tcp tcp;
    int written = 0;
  } writer;
  const auto byte = counting(1);
  std::signal(SIGPIPE, SIG_IGN);
  auto [client_end, server_end] = os::connected_pair();
  ::shutdown(client_end.get(), SHUT_WR);
  uv::Loop loop;
  writer.tcp.open(loop, std::move(client_end));
  EXPECT_FALSE(writer.tcp.write<&Writer::on_written>(byte, writer));
  loop.run();
  EXPECT_EQ(writer.written, UV_EPIPE);
}

TEST(UvTcp, AnUnfinishedWriteDoesNotOutliveItsLoop) {
  auto [client_end, server_end] = os::connected_pair();
  Client client{.tcp = {}, .sent = counting(32u << 20)};
  {
    uv::Loop loop;
    client.open(loop, std::move(client_end));
  }
  EXPECT_TRUE(client.queued);
  EXPECT_FALSE(client.tcp.is_open());
}

TEST(UvTcp, ABadDescriptorIsAnError) {
  uv::Tcp tcp;
  uv::Loop loop;
  EXPECT_THROW(tcp.open(loop, os::Descriptor()), std::system_error);
}

}  // namespace
