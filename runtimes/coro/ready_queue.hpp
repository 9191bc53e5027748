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
