#include "runtimes/uv/listener.hpp"

#include <gtest/gtest.h>

#include <array>
#include <deque>
#include <vector>

#include "runtimes/os/tcp.hpp"
#include "runtimes/uv/tcp.hpp"

namespace {

constexpr std::size_t visitors = 20;

struct Visit {
  void on_read(std::span<std::byte> bytes, int status) {
    if (status < 0) return tcp.close();
    EXPECT_TRUE(tcp.write<&Visit::on_written>(bytes, *this));
  }
  void on_written(int) {}
  uv::Tcp tcp;
  std::array<std::byte, 16> room = {};
};

struct Server {
  void on_connection(int status) {
    uv::check(status, "uv_listen");
    Visit& visit = visits.emplace_back();
    visit.tcp.accept(*loop, listener);
    visit.tcp.read_start<&Visit::on_read>(visit.room, visit);
    if (visits.size() == visitors) listener.close();
  }
  uv::Listener listener;
  std::deque<Visit> visits = {};
  uv::Loop* loop = nullptr;
};

struct Visitor {
  void on_connected(int status) {
    connected = status;
    if (status < 0) return tcp.close();
    tcp.read_start<&Visitor::on_read>(room, *this);
    EXPECT_TRUE(tcp.write<&Visitor::on_written>(std::array{std::byte{42}}, *this));
  }
  void on_read(std::span<std::byte> bytes, int status) {
    EXPECT_EQ(status, 0);
    answer = bytes[0];
    tcp.close();
  }
  void on_written(int) {}
  uv::Tcp tcp;
  int connected = 1;
  std::byte answer = {};
  std::array<std::byte, 16> room = {};
};

TEST(UvListener, AcceptsServesAndClosesEveryVisitor) {
  Server server;
  std::vector<Visitor> callers(visitors);
  uv::Loop loop;
  server.loop = &loop;
  auto [socket, port] = os::listen_loopback();
  server.listener.open<&Server::on_connection>(loop, std::move(socket), 128, server);
  for (Visitor& caller : callers) caller.tcp.connect<&Visitor::on_connected>(loop, port, caller);
  loop.run();
  EXPECT_EQ(server.visits.size(), visitors);
  for (const Visitor& caller : callers) EXPECT_EQ(caller.answer, std::byte{42});
  for (const Visit& visit : server.visits) EXPECT_FALSE(visit.tcp.is_open());
}

TEST(UvTcp, AConnectionThatNobodyAcceptsIsReported) {
  const auto port = os::listen_loopback().port;  // the listener is gone again
  Visitor caller;
  uv::Loop loop;
  caller.tcp.connect<&Visitor::on_connected>(loop, port, caller);
  loop.run();
  EXPECT_EQ(caller.connected, UV_ECONNREFUSED);
}

}  // namespace
