#include "runtimes/coro/receiver.hpp"

#include <algorithm>
#include <utility>

namespace coro {

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
