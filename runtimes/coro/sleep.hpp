// What Loop::sleep_until returns: `co_await` it and the loop resumes the coroutine at `due` or later, never
// earlier. A deadline that has passed still lets the tasks go first that are ready.
#pragma once

#include <coroutine>

#include "runtimes/coro/timer_heap.hpp"

namespace coro {

class [[nodiscard]] Sleep : TimerHeap::Timer {
 public:
  Sleep(TimerHeap& timers, TimerHeap::Clock::time_point due) noexcept : timers_(timers), due_(due) {}

  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> sleeper) {
    coroutine = sleeper;
    timers_.insert(*this, due_);
  }
  void await_resume() const noexcept {}

 private:
  TimerHeap& timers_;
  TimerHeap::Clock::time_point due_;
};

}  // namespace coro
