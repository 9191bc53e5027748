#include "runtimes/coro/receiver.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <utility>

#include "runtimes/os/error.hpp"

namespace coro {

ssize_t Receiver::receive(std::span<std::byte> room) noexcept {
  if (!unread_.empty()) return take_unread(room);
  if (!readiness_.readable) return none_;
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
  if (asked_for.size() < landed.size()) [[unlikely]]
    keep(landed.subspan(asked_for.size()));
  return static_cast<ssize_t>(asked_for.size());
}

ssize_t Receiver::take_unread(std::span<std::byte> room) noexcept {
  const auto taken = unread_.first(std::min(unread_.size(), room.size()));
  std::ranges::copy(taken, room.begin());
  unread_ = unread_.subspan(taken.size());
  if (unread_.empty() && readiness_.proactor != nullptr && none_ == -EAGAIN)
    readiness_.proactor->receive(fd_, *this);  // it may have paused
  return static_cast<ssize_t>(taken.size());
}

void Receiver::give_back(std::span<const std::byte> bytes) {
  std::vector<std::byte> all;
  all.reserve(bytes.size() + unread_.size());
  all.assign(bytes.begin(), bytes.end());
  all.insert(all.end(), unread_.begin(), unread_.end());
  kept_.swap(all);
  unread_ = kept_;
}

// Behind what is unread. What has been read is thrown away when it is the larger part.
void Receiver::keep(std::span<const std::byte> bytes) {
  std::size_t read = kept_.size() - unread_.size();
  if (read >= unread_.size()) {
    kept_.erase(kept_.begin(), kept_.begin() + static_cast<std::ptrdiff_t>(read));
    read = 0;
  }
  kept_.insert(kept_.end(), bytes.begin(), bytes.end());
  unread_ = std::span(kept_).subspan(read);
}

void Receiver::arrived(int result, std::span<const std::byte> bytes) noexcept {
  const bool first = unread_.empty();
  if (result <= 0)
    none_ = result;
  else if (first)
    unread_ = bytes;
  else
    keep(bytes);
  Operation* const reader = readiness_.reader;
  if (reader != nullptr && reader->advance()) reader->leave();
  if (first && !unread_.empty()) keep(std::exchange(unread_, {}));  // the poller wants its buffer back
}

}  // namespace coro
