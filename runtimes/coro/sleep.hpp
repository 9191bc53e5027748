// What Loop::sleep_until returns: `co_await` it and the loop resumes the coroutine at `due` or later, never
// earlier. A deadline that has passed still lets the tasks go first that are ready. Cancelled, it is taken
// out of the heap of timers, O(log n), and throws Cancelled at once.
#pragma once

#include <coroutine>

#include "runtimes/coro/branch.hpp"
#include "runtimes/coro/timer_heap.hpp"

namespace coro {

// 8 bytes, because there may be a million: while it waits the branch is the timer.
class [[nodiscard]] Sleep {
 public:
  explicit Sleep(TimerHeap::Clock::time_point due) noexcept : due_(due) {}
  Sleep(const Sleep&) = delete;
  Sleep& operator=(const Sleep&) = delete;

  bool await_ready() const {
    here.branch->throw_if_cancelled();
    return false;
  }
  void await_suspend(std::coroutine_handle<> sleeper) const {
    here.branch->coroutine = sleeper;
    here.branch->sleep_in(*here.timers, due_);
  }
  void await_resume() const { here.branch->throw_if_cancelled(); }

 private:
  TimerHeap::Clock::time_point due_;
};

}  // namespace coro
