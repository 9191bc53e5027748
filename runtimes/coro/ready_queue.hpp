// Branches that can go on, first come, first served.
#pragma once

#include <cstdint>

#include "runtimes/coro/branch.hpp"

namespace coro {

class ReadyQueue {
 public:
  ReadyQueue() = default;
  ReadyQueue(const ReadyQueue&) = delete;
  ReadyQueue& operator=(const ReadyQueue&) = delete;

  bool empty() const noexcept { return head_ == 0; }

  // The branch stays where it is and belongs to the queue until it is popped.
  void push(Branch& branch) noexcept {
    branch.word_ = 0;
    *tail_ = reinterpret_cast<std::uintptr_t>(&branch);
    tail_ = &branch.word_;
  }

  // Has the memory of the next to be popped come nearer: most of its frame, which begins before the branch.
  void fetch_next() const noexcept {
    constexpr std::uintptr_t before = 2 * sizeof(void*), cache_line = 64;
    const std::uintptr_t frame = head_ - before;  // a number: with nobody next it is no place
    __builtin_prefetch(reinterpret_cast<const void*>(frame), 1);
    __builtin_prefetch(reinterpret_cast<const void*>(frame + cache_line), 1);
  }

  // Null when empty. A popped branch may be gone as soon as it has been resumed.
  Branch* pop() noexcept {
    auto* const first = reinterpret_cast<Branch*>(head_);
    if (first == nullptr) return nullptr;
    head_ = first->word_;
    if (head_ == 0) tail_ = &head_;
    return first;
  }

 private:
  std::uintptr_t head_ = 0;
  std::uintptr_t* tail_ = &head_;  // the null at the end of the list
};

}  // namespace coro
