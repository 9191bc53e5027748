#include "runtimes/fork/last_words.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstring>

#include "runtimes/fork/shared.hpp"

namespace forked {
namespace {

// A child takes a free slot; its parent reads and frees it. Waiting for the child orders the two, so
// the author is all that processes compete for.
struct Slot {
  std::atomic<pid_t> author{0};  // 0: free
  std::array<char, 252> words{};
};

const Shared<Slot>& slots() {
  static const Shared<Slot> all(64);
  return all;
}

Slot* slot_of(pid_t author) noexcept {
  const auto found = std::ranges::find_if(slots(), [=](const Slot& slot) { return slot.author == author; });
  return found == slots().end() ? nullptr : found;
}

bool claim(Slot& slot) noexcept {
  pid_t nobody = 0;
  return slot.author.compare_exchange_strong(nobody, ::getpid());
}

}  // namespace

void prepare_last_words() { slots(); }

void leave_last_words(const char* words) noexcept {
  const auto slot = std::ranges::find_if(slots(), claim);
  if (slot == slots().end()) return;
  const std::size_t length = std::min(std::strlen(words), slot->words.size() - 1);
  std::memcpy(slot->words.data(), words, length);
  slot->words[length] = '\0';
}

std::string take_last_words(pid_t child) {
  Slot* slot = slot_of(child);
  if (!slot) return {};
  std::string words = slot->words.data();
  slot->author = 0;
  return words;
}

void forget_last_words(pid_t child) noexcept {
  if (Slot* slot = slot_of(child)) slot->author = 0;
}

}  // namespace forked
