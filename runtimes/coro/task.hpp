// A lazy coroutine that returns T: it starts when awaited, and then the awaiting one goes on where it ends,
// both by symmetric transfer, so neither long chains nor long loops of awaits grow the stack.
// Owns the coroutine's frame. An exception that leaves the coroutine is thrown where it is awaited.
#pragma once

#include <cassert>
#include <coroutine>
#include <utility>

#include "runtimes/coro/handover.hpp"
#include "runtimes/coro/promise.hpp"

namespace coro {

template <class T = void>
class [[nodiscard]] Task {
 public:
  using promise_type = Promise<T>;
  using Frame = std::coroutine_handle<promise_type>;

  explicit Task(Frame frame) noexcept : frame_(frame) {}
  Task(Task&& other) noexcept : frame_(other.release()) {}
  Task& operator=(Task&& other) noexcept {
    Task(std::move(other)).swap(*this);
    return *this;
  }
  ~Task() {
    if (frame_) frame_.destroy();
  }

  auto operator co_await() && noexcept { return Awaiter{frame_}; }

  Frame frame() const noexcept { return frame_; }
  Frame release() noexcept { return std::exchange(frame_, nullptr); }
  void swap(Task& other) noexcept { std::swap(frame_, other.frame_); }

 private:
  struct Awaiter {
    bool await_ready() const noexcept { return false; }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<> parent) const noexcept {
      assert(child && !child.done() && "a task is awaited once");
      child.promise().coroutine = parent;
      return hand_over(child);
    }
    T await_resume() const { return child.promise().take(); }

    Frame child;
  };

  Frame frame_;
};

template <class T>
Task<T> Promise<T>::get_return_object() noexcept {
  return Task<T>(Handle::from_promise(*this));
}

}  // namespace coro
