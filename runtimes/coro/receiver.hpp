// The receiving half of a socket. Short reads go to the loop's landing buffer, which is larger than what
// they ask for: when it is not filled, the socket is known to be empty, and no call is wasted on hearing
// EAGAIN. What came beyond the request is kept for the next, so small messages share a system call.
//
// With a proactor there are no calls: what arrives is copied to the reader who waits, and kept if there is none.
#pragma once

#include <sys/types.h>

#include <cerrno>
#include <cstddef>
#include <span>
#include <vector>

#include "runtimes/coro/proactor.hpp"
#include "runtimes/coro/readiness.hpp"

namespace coro {

class Receiver final : public Inflow {
 public:
  Receiver(int fd, Readiness& readiness, std::span<std::byte> landing) noexcept
      : fd_(fd), readiness_(readiness), landing_(landing) {}

  // The number of bytes put into `room`; 0: the peer has closed; -EAGAIN: nothing until the next event;
  // else the negative error number.
  ssize_t receive(std::span<std::byte> room) noexcept;

  // The opposite: `bytes` are received again before any others.
  void give_back(std::span<const std::byte> bytes);

  Readiness& readiness() noexcept { return readiness_; }

  // By the poller.
  void arrived(int result, std::span<const std::byte> bytes) noexcept override;
  bool has_room() const noexcept override { return unread_.size() < most_kept; }

 private:
  ssize_t receive_from_kernel(std::span<std::byte> room) noexcept;
  ssize_t receive_by_landing(std::span<std::byte> room) noexcept;
  ssize_t take_unread(std::span<std::byte> room) noexcept;
  void keep(std::span<const std::byte> bytes);

  static constexpr std::size_t most_kept = 128 * 1024;  // then the peer has to wait for the reader

  int fd_;
  Readiness& readiness_;
  std::span<std::byte> landing_;       // empty between calls: all sockets of the loop share it
  std::span<const std::byte> unread_;  // to be read before any others; in kept_, or in what arrives just now
  std::vector<std::byte> kept_;
  ssize_t none_ =
      -EAGAIN;  // what there is if nothing is readable: nothing yet; the end, 0; or why it broke off
};

}  // namespace coro
