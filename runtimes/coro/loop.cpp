#include "runtimes/coro/loop.hpp"

#include "runtimes/coro/handover.hpp"

namespace coro {

void Loop::drive(std::coroutine_handle<> root) {
  for (resume(root); !root.done(); resume_ready()) wait_for_events();
}

void Loop::resume_ready() noexcept {
  for (std::size_t left = budget_.resumes(); left > 0; --left) {
    Waiter* const waiter = ready_.pop();
    if (waiter == nullptr) return;
    resume(waiter->coroutine);
  }
}

void Loop::wait_for_events() {
  watch_turns();
  poller_.wait(ready_, ready_.empty() ? timers_.next_due() : Clock::time_point::min());
  wake_sleepers();
}

// Two full turns on end: the second took as long as lies between their ends.
void Loop::watch_turns() noexcept {
  if (ready_.empty()) {
    full_turn_ended_.reset();
    return;
  }
  const auto now = Clock::now();
  if (full_turn_ended_) budget_.learn(now - *full_turn_ended_);
  full_turn_ended_ = now;
}

// To the ready queue first, all that are due: one that sleeps again at once cannot hold up the loop.
void Loop::wake_sleepers() noexcept {
  if (timers_.empty()) return;
  const auto now = Clock::now();
  while (TimerHeap::Timer* timer = timers_.pop_due(now)) ready_.push(*timer);
}

}  // namespace coro
