// Functions that the loop calls, now and then, between its coroutines: the layer below them. A callback
// belongs to its handle: when that goes, it is not called any more.
#pragma once

#include <cassert>
#include <concepts>
#include <cstddef>
#include <utility>

#include "runtimes/coro/branch.hpp"
#include "runtimes/coro/frame_pool.hpp"
#include "runtimes/coro/timer_heap.hpp"

namespace coro {

// In the ready queue it passes for a branch that has no coroutine. It is only ever called on the loop's
// thread, and nothing else runs meanwhile. What it throws ends Loop::run.
class Callback : public Branch {
 public:
  explicit Callback(Loop& loop) noexcept : loop_(loop) { word_ = 0; }
  virtual ~Callback() { assert(!scheduled_); }

  void call_soon() noexcept;  // behind all that are ready now; once, however often it is said until then
  void call_at(TimerHeap::Clock::time_point due);  // one that is not pending
  bool pending() const noexcept { return scheduled_ && !revoked_; }
  void revoke() noexcept;   // is not called unless it is scheduled again
  void abandon() noexcept;  // revoked and, as soon as nobody uses it, deleted

  void take_its_turn() noexcept;  // by the loop

 private:
  virtual void call() = 0;

  Loop& loop_;
  bool scheduled_ = false;  // the loop has it, in its heap or, perhaps revoked, in its ready queue
  bool revoked_ = false;
  bool running_ = false;
  bool abandoned_ = false;
};

template <std::invocable F>
class CallbackOf final : public Callback {
 public:
  CallbackOf(Loop& loop, F f) : Callback(loop), f_(std::move(f)) {}
  static void* operator new(std::size_t size) { return FramePool::allocate(size); }
  static void operator delete(void* memory, std::size_t size) noexcept { FramePool::release(memory, size); }

 private:
  void call() override { f_(); }

  F f_;
};

// What Loop::call_soon, call_later and call_at return. Must not outlive the loop.
class [[nodiscard]] Handle {
 public:
  Handle() = default;
  explicit Handle(Callback& callback) noexcept : callback_(&callback) {}
  Handle(Handle&& other) noexcept : callback_(std::exchange(other.callback_, nullptr)) {}
  Handle& operator=(Handle&& other) noexcept {
    Handle(std::move(other)).swap(*this);
    return *this;
  }
  ~Handle() { cancel(); }

  // Also from within the callback. O(log n) for one that waits for its time.
  void cancel() noexcept {
    if (callback_ != nullptr) std::exchange(callback_, nullptr)->abandon();
  }
  bool pending() const noexcept { return callback_ != nullptr && callback_->pending(); }
  void swap(Handle& other) noexcept { std::swap(callback_, other.callback_); }

 private:
  Callback* callback_ = nullptr;
};

}  // namespace coro
