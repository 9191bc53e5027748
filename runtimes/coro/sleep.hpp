// What Loop::sleep_until returns: `co_await` it and the loop resumes the coroutine at `due` or later, never
// earlier. A deadline that has passed still lets the tasks go first that are ready. Cancelled, it is taken
// out of the heap of timers, O(log n), and throws Cancelled at once.
#pragma once

#include <coroutine>

#include "runtimes/coro/branch.hpp"
#include "runtimes/coro/ready_queue.hpp"
#include "runtimes/coro/timer_heap.hpp"

namespace coro {

// 16 bytes, because there may be a million: its deadline lies in the heap while it waits.
class [[nodiscard]] Sleep {
 public:
  explicit Sleep(TimerHeap::Clock::time_point due) noexcept : due_(due) {}
  Sleep(const Sleep&) = delete;
  Sleep& operator=(const Sleep&) = delete;

  bool await_ready() const {
    here.branch->throw_if_cancelled();
    return false;
  }
  void await_suspend(std::coroutine_handle<> sleeper) {
    const auto due = due_;
    timer_.arm(*here.branch);
    here.timers->insert(timer_, due);
    here.branch->sleep_in(*this, sleeper);
  }
  void await_resume() const { here.branch->throw_if_cancelled(); }

  void cancel() noexcept {  // by its branch
    here.timers->remove(timer_);
    here.ready->push(timer_.branch());
  }

 private:
  union {
    TimerHeap::Clock::time_point due_;  // until it is awaited
    TimerHeap::Timer timer_;
  };
};

}  // namespace coro
