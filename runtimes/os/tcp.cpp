#include "runtimes/os/tcp.hpp"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include "runtimes/os/error.hpp"

namespace os {
namespace {

Descriptor tcp_socket(int flags = 0) {
  return Descriptor(check(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | flags, 0), "socket"));
}

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

std::uint16_t port_of(const Descriptor& socket) {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  check(::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address), &size), "getsockname");
  return ntohs(address.sin_port);
}

void send_at_once(const Descriptor& socket) {
  const int on = 1;
  check(::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on), "TCP_NODELAY");
}

// A connect that a signal interrupted goes on in the background and may not be called again.
void finish_connecting(const Descriptor& socket) {
  pollfd connected{.fd = socket.get(), .events = POLLOUT, .revents = 0};
  check(retry([&] { return ::poll(&connected, 1, -1); }), "poll");
  check_connected(socket);
}

int connect_to(const Descriptor& socket, std::uint16_t port) {
  const sockaddr_in peer = loopback(port);
  return ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&peer), sizeof peer);
}

Connection connect_through(const Listener& listener) {
  Descriptor client = connect_loopback(listener.port);
  return {.client = std::move(client), .server = accept(listener.socket)};
}

}  // namespace

Listener listen_loopback(int backlog) {
  Descriptor socket = tcp_socket();
  const sockaddr_in any_port = loopback(0);
  const auto* address = reinterpret_cast<const sockaddr*>(&any_port);
  check(::bind(socket.get(), address, sizeof any_port), "bind");
  check(::listen(socket.get(), backlog), "listen");
  const std::uint16_t port = port_of(socket);
  return {.socket = std::move(socket), .port = port};
}

Descriptor connect_loopback(std::uint16_t port) {
  Descriptor socket = tcp_socket();
  send_at_once(socket);
  const int rc = connect_to(socket, port);
  if (rc == -1 && errno == EINTR)
    finish_connecting(socket);
  else
    check(rc, "connect");
  return socket;
}

Descriptor start_connecting(std::uint16_t port) {
  Descriptor socket = tcp_socket(SOCK_NONBLOCK);
  send_at_once(socket);
  const int rc = connect_to(socket, port);
  if (rc == -1 && errno != EINPROGRESS && errno != EINTR) check(rc, "connect");
  return socket;
}

void check_connected(const Descriptor& socket) {
  int error = 0;
  socklen_t size = sizeof error;
  check(::getsockopt(socket.get(), SOL_SOCKET, SO_ERROR, &error, &size), "SO_ERROR");
  if (error != 0) throw std::system_error(error, std::generic_category(), "connect");
}

void stop_listening(const Descriptor& listener) {
  const int rc = ::shutdown(listener.get(), SHUT_RDWR);
  if (rc == -1 && errno == ENOTCONN) return;  // it has stopped
  check(rc, "shutdown");
}

Descriptor accept(const Descriptor& listener) {
  const int fd = retry([&] { return ::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC); });
  if (fd == -1 && errno == EAGAIN) return Descriptor();
  Descriptor socket(check(fd, "accept4"));
  send_at_once(socket);
  return socket;
}

void set_nonblocking(const Descriptor& descriptor) {
  const int flags = check(::fcntl(descriptor.get(), F_GETFL), "fcntl");
  if (!(flags & O_NONBLOCK)) check(::fcntl(descriptor.get(), F_SETFL, flags | O_NONBLOCK), "fcntl");
}

Connection connected_pair() { return connect_through(listen_loopback(1)); }

std::vector<Connection> connected_pairs(std::size_t count) {
  const Listener listener = listen_loopback();
  std::vector<Connection> connections;
  connections.reserve(count);
  while (connections.size() < count) connections.push_back(connect_through(listener));
  return connections;
}

}  // namespace os
