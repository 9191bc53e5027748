// A task that must end in time: `co_await with_timeout(task, 5ms)`. When the time is up the task is
// cancelled, and TimedOut thrown once it has ended. A task that is done then, or ends well although it was
// cancelled, counts as in time: its result is never lost.
#pragma once

#include <coroutine>
#include <stdexcept>
#include <utility>

#include "runtimes/coro/deadline.hpp"
#include "runtimes/coro/gather.hpp"
#include "runtimes/coro/handover.hpp"
#include "runtimes/coro/timer_heap.hpp"

namespace coro {

struct TimedOut : std::runtime_error {
  TimedOut() : std::runtime_error("coro: timed out") {}
};

// The task starts at once, and resumes the awaiting coroutine, both directly. A timer is armed and, as a
// rule, disarmed: O(log n), no memory. Cancelled, it cancels the task.
template <class T>
class [[nodiscard]] Timeout final : public Joint {
 public:
  Timeout(Task<T> task, TimerHeap::Clock::time_point due) noexcept
      : Joint(Children::Until::all_done), task_(std::move(task)), due_(due) {}

  bool await_ready() const noexcept { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> parent) {
    Branch& child = task_.frame().promise();
    deadline_.set(child, *here.timers, due_);
    adopt(task_);
    suspend_until_done(parent);
    return hand_over(child.take_turn());
  }
  T await_resume() {
    const bool expired = !deadline_.pending();
    if (!expired) deadline_.take_back(*here.timers);
    const bool cut_off = children().cancelled();
    if (cut_off && expired && !children().failed() && !here.branch->cancel_requested()) throw TimedOut();
    end(!cut_off);
    return task_.frame().promise().take();
  }

 private:
  Task<T> task_;
  TimerHeap::Clock::time_point due_;
  Deadline deadline_;
};

template <class T>
Timeout<T> with_deadline(Task<T> task, TimerHeap::Clock::time_point due) noexcept {
  return {std::move(task), due};
}
template <class T>
Timeout<T> with_timeout(Task<T> task, TimerHeap::Clock::duration limit) noexcept {
  return {std::move(task), TimerHeap::Clock::now() + limit};
}

}  // namespace coro
