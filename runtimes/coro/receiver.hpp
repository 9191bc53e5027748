// The receiving half of a socket. Short reads go to the loop's landing buffer, which is larger than what
// they ask for: when it is not filled, the socket is known to be empty, and no call is wasted on hearing
// EAGAIN. What came beyond the request is kept for the next, so small messages share a system call.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <span>
#include <vector>

#include "runtimes/coro/readiness.hpp"

namespace coro {

class Receiver {
 public:
  Receiver(int fd, Readiness& readiness, std::span<std::byte> landing) noexcept
      : fd_(fd), readiness_(readiness), landing_(landing) {}

  // The number of bytes put into `room`; 0: the peer has closed; -EAGAIN: nothing until the next event;
  // else the negative error number.
  ssize_t receive(std::span<std::byte> room) noexcept;

  // The opposite: `bytes` are received again before any others.
  void give_back(std::span<const std::byte> bytes);

  Readiness& readiness() noexcept { return readiness_; }

 private:
  ssize_t receive_from_kernel(std::span<std::byte> room) noexcept;
  ssize_t receive_by_landing(std::span<std::byte> room) noexcept;
  ssize_t take_kept(std::span<std::byte> room) noexcept;

  int fd_;
  Readiness& readiness_;
  std::span<std::byte> landing_;  // empty between calls: all sockets of the loop share it
  std::vector<std::byte> kept_;   // the bytes from taken_ on are still to be read, before any others
  std::size_t taken_ = 0;
};

}  // namespace coro
