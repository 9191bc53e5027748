// What Loop::yield returns: `co_await` it and everyone who is ready now goes first. Throws Cancelled if the
// branch was cancelled before.
#pragma once

#include <coroutine>

#include "runtimes/coro/branch.hpp"
#include "runtimes/coro/ready_queue.hpp"

namespace coro {

struct [[nodiscard]] Yield {
  bool await_ready() const {
    here.branch->throw_if_cancelled();
    return false;
  }
  void await_suspend(std::coroutine_handle<> yielding) const noexcept {
    here.branch->coroutine = yielding;
    here.ready->push(*here.branch);
  }
  void await_resume() const noexcept {}
};

}  // namespace coro
