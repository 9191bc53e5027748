#include "runtimes/sequential/blocking.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>
#include <string>

#include "runtimes/os/clock.hpp"
#include "runtimes/os/descriptor.hpp"
#include "runtimes/os/error.hpp"

namespace sequential {
namespace {

// How many of the bytes came before the end of file.
std::size_t fill(int fd, std::span<std::byte> bytes) {
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    const std::size_t got = read_some(fd, bytes.subspan(filled));
    if (got == 0) break;
    filled += got;
  }
  return filled;
}

template <class Write>
void drain(std::span<const std::byte> bytes, const char* call, Write write) {
  while (!bytes.empty()) {
    const auto written = os::check(os::retry([&] { return write(bytes); }), call);
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
}

}  // namespace

void sleep_until(std::chrono::steady_clock::time_point due) {
  // The kernel refuses times before boot.
  const auto time = os::to_timespec(std::max(due.time_since_epoch(), std::chrono::nanoseconds{0}));
  int error = EINTR;
  while (error == EINTR) error = ::clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, nullptr);
  if (error != 0) throw std::system_error(error, std::generic_category(), "clock_nanosleep");
}

std::size_t read_some(int fd, std::span<std::byte> room) {
  const auto got = os::retry([&] { return ::read(fd, room.data(), room.size()); });
  return static_cast<std::size_t>(os::check(got, "read"));
}

void read_exactly(int fd, std::span<std::byte> bytes) {
  if (!read_message(fd, bytes)) throw std::runtime_error("read: end of file");
}

bool read_message(int fd, std::span<std::byte> bytes) {
  const std::size_t filled = fill(fd, bytes);
  if (filled == bytes.size()) return true;
  if (filled == 0) return false;
  throw std::runtime_error("read: end of file after " + std::to_string(filled) + " of " +
                           std::to_string(bytes.size()) + " bytes");
}

void write_all(int fd, std::span<const std::byte> bytes) {
  drain(bytes, "write", [fd](auto rest) { return ::write(fd, rest.data(), rest.size()); });
}

void send_all(int fd, std::span<const std::byte> bytes) {
  drain(bytes, "send", [fd](auto rest) { return ::send(fd, rest.data(), rest.size(), MSG_NOSIGNAL); });
}

std::size_t send_some(int fd, std::span<const std::byte> bytes) {
  const auto sent =
      os::retry([&] { return ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT); });
  if (sent == -1 && errno == EAGAIN) return 0;
  return static_cast<std::size_t>(os::check(sent, "send"));
}

std::optional<std::size_t> receive_some(int fd, std::span<std::byte> room) {
  const auto got = os::retry([&] { return ::recv(fd, room.data(), room.size(), MSG_DONTWAIT); });
  if (got == -1 && errno == EAGAIN) return std::nullopt;
  return static_cast<std::size_t>(os::check(got, "recv"));
}

std::size_t read_file(const char* path, std::span<std::byte> room) {
  const os::Descriptor file(
      os::check(os::retry([&] { return ::open(path, O_RDONLY | O_CLOEXEC); }), "open"));
  return fill(file.get(), room);
}

}  // namespace sequential
