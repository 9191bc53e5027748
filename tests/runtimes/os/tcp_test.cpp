#include "runtimes/os/tcp.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <system_error>
#include <thread>

namespace {

bool no_delay(const os::Descriptor& socket) {
  int on = 0;
  socklen_t size = sizeof on;
  return ::getsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, &size) == 0 && on != 0;
}

bool passes_a_byte(const os::Descriptor& from, const os::Descriptor& to) {
  char byte = 0;
  return ::write(from.get(), "x", 1) == 1 && ::read(to.get(), &byte, 1) == 1 && byte == 'x';
}

TEST(Tcp, ConnectsInBothDirections) {
  const auto [client, server] = os::connected_pair();
  EXPECT_TRUE(passes_a_byte(client, server));
  EXPECT_TRUE(passes_a_byte(server, client));
}

TEST(Tcp, SendsAtOnceAndClosesOnExec) {
  const auto [client, server] = os::connected_pair();
  for (const auto* socket : {&client, &server}) {
    EXPECT_TRUE(no_delay(*socket));
    EXPECT_TRUE(::fcntl(socket->get(), F_GETFD) & FD_CLOEXEC);
  }
}

TEST(Tcp, ListensOnTheLoopbackOnly) {
  const os::Listener listener = os::listen_loopback();
  sockaddr_in address{};
  socklen_t size = sizeof address;
  ::getsockname(listener.socket.get(), reinterpret_cast<sockaddr*>(&address), &size);
  EXPECT_EQ(address.sin_addr.s_addr, htonl(INADDR_LOOPBACK));
  EXPECT_EQ(ntohs(address.sin_port), listener.port);
  EXPECT_NE(listener.port, 0);
}

TEST(Tcp, MakesManyPairsEachOfItsOwn) {
  const auto connections = os::connected_pairs(20);
  ASSERT_EQ(connections.size(), 20U);
  for (const auto& [client, server] : connections) EXPECT_TRUE(passes_a_byte(client, server));
}

TEST(Tcp, AcceptsNobodyIfNobodyWaits) {
  const os::Listener listener = os::listen_loopback();
  os::set_nonblocking(listener.socket);
  EXPECT_FALSE(os::accept(listener.socket));
  const os::Descriptor client = os::connect_loopback(listener.port);
  EXPECT_TRUE(os::accept(listener.socket));
}

TEST(Tcp, RefusesAPortWhereNobodyListens) {
  os::Listener listener = os::listen_loopback();
  listener.socket.close();
  EXPECT_THROW(os::connect_loopback(listener.port), std::system_error);
}

void wait_until_writable(const os::Descriptor& socket) {
  pollfd writable{.fd = socket.get(), .events = POLLOUT, .revents = 0};
  ::poll(&writable, 1, -1);
}

TEST(Tcp, StartsToConnectWithoutWaiting) {
  const os::Listener listener = os::listen_loopback();
  const os::Descriptor client = os::start_connecting(listener.port);
  EXPECT_TRUE(::fcntl(client.get(), F_GETFL) & O_NONBLOCK);
  EXPECT_TRUE(no_delay(client));
  wait_until_writable(client);
  os::check_connected(client);
  EXPECT_TRUE(passes_a_byte(client, os::accept(listener.socket)));
}

TEST(Tcp, TellsWhyAConnectThatWasStartedFailed) {
  os::Listener listener = os::listen_loopback();
  listener.socket.close();
  const auto connect = [&] {
    const os::Descriptor client = os::start_connecting(listener.port);
    wait_until_writable(client);
    os::check_connected(client);
  };
  EXPECT_THROW(connect(), std::system_error);
}

TEST(Tcp, AListenerThatIsStoppedEndsWhoAccepts) {
  const os::Listener listener = os::listen_loopback();
  const std::jthread acceptor([&] { EXPECT_THROW(os::accept(listener.socket), std::system_error); });
  os::stop_listening(listener.socket);
}

TEST(Tcp, AListenerThatIsStoppedResetsWhoIsNotAccepted) {
  const os::Listener listener = os::listen_loopback();
  const os::Descriptor client = os::connect_loopback(listener.port);
  os::stop_listening(listener.socket);
  os::stop_listening(listener.socket);
  char byte = 0;
  EXPECT_EQ(::read(client.get(), &byte, 1), -1);
  EXPECT_EQ(errno, ECONNRESET);
}

TEST(Tcp, NonblockingReadsDoNotWait) {
  const auto [client, server] = os::connected_pair();
  os::set_nonblocking(client);
  char byte = 0;
  EXPECT_EQ(::read(client.get(), &byte, 1), -1);
  EXPECT_EQ(errno, EAGAIN);
}

}  // namespace
