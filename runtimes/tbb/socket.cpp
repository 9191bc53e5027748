#include "runtimes/tbb/socket.hpp"

#include <sys/socket.h>

#include <cerrno>
#include <utility>

#include "runtimes/os/error.hpp"
#include "runtimes/os/tcp.hpp"

namespace onetbb {
namespace {

constexpr std::ptrdiff_t not_ready = -1, failed = -2;

std::ptrdiff_t outcome(std::ptrdiff_t moved, std::error_code& error) {
  if (moved >= 0) return moved;
  if (errno == EAGAIN) return not_ready;
  error.assign(errno, std::generic_category());
  return failed;
}

// A task may go on on another thread after each wait, but compilers take the address of errno for fixed
// within a function: so the call and its errno stay in functions of their own, which nothing suspends.
[[gnu::noinline]] std::ptrdiff_t try_read(int fd, std::span<std::byte> room, std::error_code& error) {
  return outcome(os::retry([&] { return ::recv(fd, room.data(), room.size(), 0); }), error);
}

[[gnu::noinline]] std::ptrdiff_t try_write(int fd, std::span<const std::byte> bytes, std::error_code& error) {
  return outcome(os::retry([&] { return ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL); }), error);
}

}  // namespace

Socket::Socket(Reactor& reactor, os::Descriptor connected)
    : socket_(std::move(connected)), watch_(reactor, socket_.get()) {
  os::set_nonblocking(socket_);
}

std::size_t Socket::read_some(std::span<std::byte> room, std::error_code& error) {
  error.clear();
  for (;;) {
    const auto got = try_read(fd(), room, error);
    if (got == failed) return 0;
    if (got != not_ready) return static_cast<std::size_t>(got);
    watch_.readable();
  }
}

void Socket::finish_connecting() {
  watch_.writable();
  os::check_connected(socket_);
}

void Socket::write_all(std::span<const std::byte> bytes, std::error_code& error) {
  error.clear();
  while (!bytes.empty()) {
    const auto sent = try_write(fd(), bytes, error);
    if (sent == failed) return;
    if (sent == not_ready)
      watch_.writable();
    else
      bytes = bytes.subspan(static_cast<std::size_t>(sent));
  }
}

std::size_t Socket::read_some(std::span<std::byte> room) {
  std::error_code error;
  const std::size_t got = read_some(room, error);
  if (error) throw std::system_error(error, "recv");
  return got;
}

void Socket::write_all(std::span<const std::byte> bytes) {
  std::error_code error;
  write_all(bytes, error);
  if (error) throw std::system_error(error, "send");
}

}  // namespace onetbb
