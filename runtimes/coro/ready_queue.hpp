// Coroutines that can go on, first come, first served.
#pragma once

#include "runtimes/coro/waiter.hpp"

namespace coro {

class ReadyQueue {
 public:
  ReadyQueue() = default;
  ReadyQueue(const ReadyQueue&) = delete;
  ReadyQueue& operator=(const ReadyQueue&) = delete;

  bool empty() const noexcept { return head_ == nullptr; }

  // The waiter stays where it is and belongs to the queue until it is popped.
  void push(Waiter& waiter) noexcept {
    waiter.next = nullptr;
    *tail_ = &waiter;
    tail_ = &waiter.next;
  }

  // Null when empty. A popped waiter may be gone as soon as its coroutine has been resumed.
  Waiter* pop() noexcept {
    Waiter* const first = head_;
    if (first == nullptr) return nullptr;
    head_ = first->next;
    if (head_ == nullptr) tail_ = &head_;
    return first;
  }

 private:
  Waiter* head_ = nullptr;
  Waiter** tail_ = &head_;  // the null pointer at the end of the list
};

}  // namespace coro
