// A branch is a chain of awaits that goes on as one: from a spawned task down to the one operation it waits
// for. It is what the ready queue holds and what is cancelled, and it lies in the promise of the task that
// the chain began with, so that neither waiting nor cancelling ever needs memory.
//
// Cancelling asks a branch to end: the await it is suspended in, or else the next one that would suspend,
// throws Cancelled, once. An operation that was complete before returns its result as if nothing had
// happened, and the request stands for the next await.
#pragma once

#include <cassert>
#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <new>
#include <utility>

#include "runtimes/coro/timer_heap.hpp"

namespace coro {

class Branch;
class Children;
class Loop;
class ReadyQueue;
class Wait;

// Not a std::exception, lest it be taken for an error and handled.
struct Cancelled {};

// What runs on this thread now. Set by Loop::run and with every branch that is resumed.
struct Here {
  Branch* branch;
  ReadyQueue* ready;
  TimerHeap* timers;
  Loop* loop;
  std::size_t* outside;  // counts waits that only the kernel or another thread can end
};
inline constinit thread_local Here here{};

// A place in the ring of a parent's children. The ring is closed by the parent's own place, so that to come
// and to go is four stores and no question. Of a task that nobody spawned the same memory keeps its failure.
class Sibling {
 public:
  Sibling(const Sibling&) = delete;
  Sibling& operator=(const Sibling&) = delete;

 protected:
  Sibling() noexcept {}
  ~Sibling() {}

  union {
    Sibling* previous_;
    std::exception_ptr failure_;
  };
  Sibling* next_;

  friend Children;
};

class Branch : public TimerHeap::Timer, public Sibling {
 public:
  Branch() noexcept {}
  ~Branch() {
    if (failed()) [[unlikely]]
      failure_.~exception_ptr();
  }

  // Who goes on: of a branch whoever is suspended at its end; of a task that is merely awaited, the awaiting
  // one. Null for a callback.
  std::coroutine_handle<> coroutine;

  void cancel() noexcept;
  bool cancel_requested() const noexcept { return owner_ & cancel_bit; }
  void throw_if_cancelled() {
    if (cancel_requested()) [[unlikely]]
      throw_cancelled();
  }
  // By an await that was cut off: `cancel` must have been called since the last throw.
  [[noreturn]] void throw_cancelled();

  // Of those who suspend it: `waiting` is told of a cancellation, and must then, now or later, make the
  // branch ready. To push it to a ready queue ends the wait.
  void wait_in(Wait& waiting, std::coroutine_handle<> suspended) noexcept {
    coroutine = suspended;
    word_ = reinterpret_cast<std::uintptr_t>(&waiting) | wait_bit;
  }
  // Woken when it is due: the branch itself is the timer.
  void sleep_in(TimerHeap& timers, TimerHeap::Clock::time_point due) {
    timers.insert(*this, due, wait_bit | sleep_bit);
  }
  // Goes on now, on top of whoever ended its wait; for await_suspend and final_suspend to return.
  std::coroutine_handle<> take_turn() noexcept {
    word_ = 0;
    here.branch = this;
    return coroutine;
  }

  bool waiting() const noexcept { return word_ & wait_bit; }
  bool sleeping() const noexcept { return waiting() && word_ & sleep_bit; }

 protected:
  bool spawned() const noexcept { return owner_ > all_bits; }
  bool kept() const noexcept { return owner_ & kept_bit; }
  Children& owner() const noexcept { return *reinterpret_cast<Children*>(owner_ & ~all_bits); }
  // Of a task that is not spawned: what left it, to be thrown once where it is awaited.
  bool failed() const noexcept { return owner_ == failed_awaited; }
  void fail(std::exception_ptr failure) noexcept {
    new (&failure_) std::exception_ptr(std::move(failure));
    owner_ = failed_awaited;
  }
  [[noreturn]] void rethrow_failure();

 private:
  friend Children;
  friend ReadyQueue;

  static constexpr std::uintptr_t kept_bit = 1, cancel_bit = 2, ended_bit = 4, all_bits = 7;  // in owner_
  static constexpr std::uintptr_t failed_awaited =
      ended_bit;  // owner_ of a task that failed and has no owner
  static constexpr std::uintptr_t wait_bit = 1, sleep_bit = 2;  // in word_

  // word_. Ready: the next in the queue. Suspended: wait_bit and the Wait, or both bits and the place in the
  // heap of timers. Else 0, or undefined while nobody spawned it.
  std::uintptr_t owner_ = 0;  // the Children it belongs to, and flags; 0: awaited, not a branch by itself
};

}  // namespace coro
