#include "runtimes/tbb/socket.hpp"

#include <sys/socket.h>

#include <cerrno>
#include <utility>

#include "runtimes/os/error.hpp"
#include "runtimes/os/tcp.hpp"

namespace onetbb {
namespace {

constexpr std::ptrdiff_t not_ready = -1;

// A task may go on on another thread after each wait, but compilers take the address of errno for fixed
// within a function: so the call and its errno stay in functions of their own, which nothing suspends.
[[gnu::noinline]] std::ptrdiff_t try_read(int fd, std::span<std::byte> room) {
  const auto got = os::retry([&] { return ::recv(fd, room.data(), room.size(), 0); });
  if (got == -1 && errno == EAGAIN) return not_ready;
  return os::check(got, "recv");
}

[[gnu::noinline]] std::ptrdiff_t try_write(int fd, std::span<const std::byte> bytes) {
  const auto sent = os::retry([&] { return ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL); });
  if (sent == -1 && errno == EAGAIN) return not_ready;
  return os::check(sent, "send");
}

}  // namespace

Socket::Socket(Reactor& reactor, os::Descriptor connected)
    : socket_(std::move(connected)), watch_(reactor, socket_.get()) {
  os::set_nonblocking(socket_);
}

std::size_t Socket::read_some(std::span<std::byte> room) {
  for (;;) {
    const auto got = try_read(fd(), room);
    if (got != not_ready) return static_cast<std::size_t>(got);
    watch_.readable();
  }
}

void Socket::finish_connecting() {
  watch_.writable();
  os::check_connected(socket_);
}

void Socket::write_all(std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const auto sent = try_write(fd(), bytes);
    if (sent == not_ready)
      watch_.writable();
    else
      bytes = bytes.subspan(static_cast<std::size_t>(sent));
  }
}

}  // namespace onetbb
