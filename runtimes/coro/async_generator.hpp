// A coroutine that yields one item after another and may await in between:
//
//   AsyncGenerator<int> lines = ...;
//   while (int* item = co_await lines.next()) use(*item);     // C++'s `async for`
//
// To stop early, leave the loop: the generator's frame, suspended at its co_yield, is destroyed with it and
// what it holds is released.
#pragma once

#include <cassert>
#include <coroutine>
#include <exception>
#include <memory>
#include <type_traits>
#include <utility>

#include "runtimes/coro/frame_pool.hpp"
#include "runtimes/coro/handover.hpp"

namespace coro {

template <class T>
class [[nodiscard]] AsyncGenerator {
 public:
  class promise_type;
  using Frame = std::coroutine_handle<promise_type>;
  using Item = std::remove_reference_t<T>;

  explicit AsyncGenerator(Frame frame) noexcept : frame_(frame) {}
  AsyncGenerator(AsyncGenerator&& other) noexcept : frame_(std::exchange(other.frame_, nullptr)) {}
  AsyncGenerator& operator=(AsyncGenerator&& other) noexcept {
    std::swap(frame_, other.frame_);
    return *this;
  }
  ~AsyncGenerator() {
    if (frame_) frame_.destroy();
  }

  class [[nodiscard]] Next {
   public:
    explicit Next(Frame frame) noexcept : frame_(frame) {}
    bool await_ready() const noexcept { return !frame_ || frame_.done(); }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<> consumer) const noexcept {
      frame_.promise().consumer = consumer;
      return hand_over(frame_);
    }
    Item* await_resume() const {
      if (!frame_ || frame_.done()) return frame_ ? frame_.promise().finish() : nullptr;
      return frame_.promise().item;
    }

   private:
    Frame frame_;
  };

  // Runs the generator up to its next item, by symmetric transfer, in the awaiting branch. Resumes with the
  // item, which lives until the next call, or with null at the end; throws what leaves the generator. A
  // cancellation is thrown within the generator, at the await that it is suspended in, and if it leaves it
  // that is the generator's end.
  Next next() noexcept { return Next(frame_); }

 private:
  Frame frame_;
};

template <class T>
class AsyncGenerator<T>::promise_type {
 public:
  static void* operator new(std::size_t size) { return FramePool::allocate(size); }
  static void operator delete(void* frame, std::size_t size) noexcept { FramePool::release(frame, size); }

  AsyncGenerator get_return_object() noexcept { return AsyncGenerator(Frame::from_promise(*this)); }
  std::suspend_always initial_suspend() const noexcept { return {}; }
  auto final_suspend() const noexcept { return HandBack{}; }

  auto yield_value(Item& value) noexcept {
    item = std::addressof(value);
    return HandBack{};
  }
  auto yield_value(Item&& value) noexcept {  // lives until the generator goes on
    item = std::addressof(value);
    return HandBack{};
  }
  void return_void() const noexcept {}
  void unhandled_exception() noexcept { failure_ = std::current_exception(); }

  Item* finish() {
    if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
    return nullptr;
  }

  std::coroutine_handle<> consumer;
  Item* item = nullptr;

 private:
  struct HandBack {
    bool await_ready() const noexcept { return false; }
    std::coroutine_handle<> await_suspend(Frame generator) const noexcept {
      return hand_over(generator.promise().consumer);
    }
    void await_resume() const noexcept {}
  };

  std::exception_ptr failure_;
};

}  // namespace coro
