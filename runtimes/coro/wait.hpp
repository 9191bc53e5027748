// What a branch is suspended in, and lists of those who wait for the same thing. A Wait lies in the awaiter
// and so in the frame of the suspended coroutine: it needs no memory of its own.
#pragma once

#include <cassert>
#include <coroutine>

#include "runtimes/coro/branch.hpp"
#include "runtimes/coro/ready_queue.hpp"

namespace coro {

class Wait {
 public:
  Wait() = default;
  Wait(const Wait&) = delete;
  Wait& operator=(const Wait&) = delete;

  // Takes itself out of whatever would end it and wakes its branch, or sees to it that its branch is woken
  // soon. Called on the loop's thread, at most once per request, and only while the branch is suspended here.
  virtual void cancel() noexcept = 0;

 protected:
  ~Wait() = default;

  void suspend(std::coroutine_handle<> suspended) noexcept {
    assert(here.branch != nullptr && "awaited by a coroutine that no loop runs");
    branch_ = here.branch;
    branch_->wait_in(*this, suspended);
  }
  void wake() noexcept { here.ready->push(*branch_); }
  Branch& branch() const noexcept { return *branch_; }

 private:
  Branch* branch_;
};

// First come, first served; leaving the queue in between is O(1).
class WaitQueue;

class QueuedWait : public Wait {
 public:
  void cancel() noexcept override;

 protected:
  QueuedWait() = default;
  ~QueuedWait() = default;
  void suspend_in(WaitQueue& queue, std::coroutine_handle<> suspended) noexcept;

 private:
  friend WaitQueue;
  WaitQueue* queue_;
  QueuedWait* next_;
  QueuedWait* previous_;
};

class WaitQueue {
 public:
  bool empty() const noexcept { return first_ == nullptr; }
  QueuedWait* front() const noexcept { return first_; }

  void push(QueuedWait& wait) noexcept {
    wait.next_ = nullptr;
    wait.previous_ = last_;
    (last_ != nullptr ? last_->next_ : first_) = &wait;
    last_ = &wait;
  }
  void remove(QueuedWait& wait) noexcept {
    (wait.previous_ != nullptr ? wait.previous_->next_ : first_) = wait.next_;
    (wait.next_ != nullptr ? wait.next_->previous_ : last_) = wait.previous_;
  }
  // The first goes on when its turn comes. There must be one.
  QueuedWait& wake_first() noexcept {
    QueuedWait& first = *first_;
    remove(first);
    first.wake();
    return first;
  }
  void wake_all() noexcept {
    while (!empty()) wake_first();
  }

 private:
  QueuedWait* first_ = nullptr;
  QueuedWait* last_ = nullptr;
};

inline void QueuedWait::cancel() noexcept {
  queue_->remove(*this);
  wake();
}

inline void QueuedWait::suspend_in(WaitQueue& queue, std::coroutine_handle<> suspended) noexcept {
  suspend(suspended);
  queue_ = &queue;
  queue.push(*this);
}

}  // namespace coro
