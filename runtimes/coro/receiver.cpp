#include "runtimes/coro/receiver.hpp"

#include <sys/socket.h>

#include <algorithm>

#include "runtimes/os/error.hpp"

namespace coro {

ssize_t Receiver::receive(std::span<std::byte> room) noexcept {
  if (taken_ < kept_.size()) return take_kept(room);
  if (!readiness_.readable) return -EAGAIN;
  return room.size() < landing_.size() ? receive_by_landing(room) : receive_from_kernel(room);
}

// Less than asked for means that the rest has not come yet, and that an event will tell when it does.
ssize_t Receiver::receive_from_kernel(std::span<std::byte> room) noexcept {
  const ssize_t got = os::retry([&] { return ::recv(fd_, room.data(), room.size(), 0); });
  const int error = got == -1 ? errno : 0;
  if (error == EAGAIN) readiness_.readable = false;
  if (error != 0) return -error;
  if (static_cast<std::size_t>(got) < room.size()) readiness_.readable = readiness_.hung_up;
  return got;
}

ssize_t Receiver::receive_by_landing(std::span<std::byte> room) noexcept {
  const ssize_t got = receive_from_kernel(landing_);
  if (got <= 0) return got;
  const auto landed = landing_.first(static_cast<std::size_t>(got));
  const auto asked_for = landed.first(std::min(landed.size(), room.size()));
  std::ranges::copy(asked_for, room.begin());
  kept_.assign(landed.begin() + static_cast<std::ptrdiff_t>(asked_for.size()), landed.end());
  taken_ = 0;
  return static_cast<ssize_t>(asked_for.size());
}

ssize_t Receiver::take_kept(std::span<std::byte> room) noexcept {
  const auto rest = std::span(kept_).subspan(taken_);
  const auto taken = rest.first(std::min(rest.size(), room.size()));
  std::ranges::copy(taken, room.begin());
  taken_ += taken.size();
  return static_cast<ssize_t>(taken.size());
}

void Receiver::give_back(std::span<const std::byte> bytes) {
  kept_.erase(kept_.begin(), kept_.begin() + static_cast<std::ptrdiff_t>(taken_));
  taken_ = 0;
  kept_.insert(kept_.begin(), bytes.begin(), bytes.end());
}

}  // namespace coro
