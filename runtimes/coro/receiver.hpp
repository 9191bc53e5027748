// The receiving half of a socket. Short reads go to the loop's landing buffer, which is larger than what
// they ask for: when it is not filled, the socket is known to be empty, and no call is wasted on hearing
// EAGAIN. What came beyond the request is kept for the next, so small messages share a system call.
//
// With a proactor there are no calls: what arrives is copied to the reader who waits, and kept if there is none.
#pragma once

#include <sys/socket.h>
#include <sys/types.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <span>
#include <vector>

#include "runtimes/coro/proactor.hpp"
#include "runtimes/coro/readiness.hpp"
#include "runtimes/os/error.hpp"

namespace coro {

class Receiver final : public Inflow {
 public:
  Receiver(int fd, Readiness& readiness, std::span<std::byte> landing) noexcept
      : fd_(fd), readiness_(readiness), landing_(landing) {}

  // The number of bytes put into `room`; 0: the peer has closed; -EAGAIN: nothing until the next event;
  // else the negative error number. Inline all the way from who awaits or polls: see transfer.hpp.
  ssize_t receive(std::span<std::byte> room) noexcept;

  // Whether receive would say so without asking the kernel.
  bool nothing_yet() const noexcept { return unread_.empty() && !readiness_.readable && none_ == -EAGAIN; }

  // The opposite: `bytes` are received again before any others.
  void give_back(std::span<const std::byte> bytes);

  Readiness& readiness() noexcept { return readiness_; }

  // By the poller.
  void arrived(int result, std::span<const std::byte> bytes) noexcept override;
  bool has_room() const noexcept override { return unread_.size() < most_kept; }

 private:
  ssize_t move_from_landing(std::size_t landed, std::span<std::byte> room) noexcept;
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

// Less than asked for means that the rest has not come yet, and that an event will tell when it does.
[[gnu::always_inline]] inline ssize_t Receiver::receive(std::span<std::byte> room) noexcept {
  if (!unread_.empty()) [[unlikely]]
    return take_unread(room);
  if (!readiness_.readable) return none_;
  const bool lands = room.size() < landing_.size();
  const std::span<std::byte> asked_for = lands ? landing_ : room;
  const ssize_t got = os::retry([&] { return ::recv(fd_, asked_for.data(), asked_for.size(), 0); });
  if (got == -1) [[unlikely]] {
    if (errno == EAGAIN) readiness_.readable = false;
    return -errno;
  }
  const auto come = static_cast<std::size_t>(got);
  if (come < asked_for.size()) readiness_.readable = readiness_.hung_up;
  return lands ? move_from_landing(come, room) : got;
}

inline ssize_t Receiver::move_from_landing(std::size_t landed, std::span<std::byte> room) noexcept {
  const std::size_t wanted = std::min(landed, room.size());
  std::ranges::copy(landing_.first(wanted), room.begin());
  if (wanted < landed) [[unlikely]]
    keep(landing_.first(landed).subspan(wanted));
  return static_cast<ssize_t>(wanted);
}

}  // namespace coro
