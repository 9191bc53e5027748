// What Loop::yield returns: `co_await` it and everyone who is ready now goes first.
#pragma once

#include <coroutine>

#include "runtimes/coro/ready_queue.hpp"

namespace coro {

class [[nodiscard]] Yield : Waiter {
 public:
  explicit Yield(ReadyQueue& ready) noexcept : ready_(ready) {}

  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> yielding) noexcept {
    coroutine = yielding;
    ready_.push(*this);
  }
  void await_resume() const noexcept {}

 private:
  ReadyQueue& ready_;
};

}  // namespace coro
