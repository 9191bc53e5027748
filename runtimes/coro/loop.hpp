// An event loop on the calling thread: ready tasks, timers, descriptors. Everything that is awaited here
// resumes its coroutine inside run(), and no part of it may be used from another thread.
#pragma once

#include <array>
#include <chrono>
#include <coroutine>
#include <cstddef>
#include <optional>
#include <span>

#include "runtimes/coro/poller.hpp"
#include "runtimes/coro/ready_queue.hpp"
#include "runtimes/coro/sleep.hpp"
#include "runtimes/coro/task.hpp"
#include "runtimes/coro/timer_heap.hpp"
#include "runtimes/coro/turn_budget.hpp"
#include "runtimes/coro/yield.hpp"

namespace coro {

class Loop {
 public:
  using Clock = TimerHeap::Clock;

  Loop() = default;
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  // Returns (or throws) what the root task does, as soon as it is done.
  template <class T>
  T run(Task<T> root) {
    root.frame().promise().coroutine = std::noop_coroutine();
    drive(root.frame());
    return root.frame().promise().take();
  }

  Yield yield() noexcept { return Yield(ready_); }
  Sleep sleep_until(Clock::time_point due) noexcept { return Sleep(timers_, due); }
  Sleep sleep_for(Clock::duration nap) noexcept { return sleep_until(Clock::now() + nap); }

  // For those who build something to await.
  ReadyQueue& ready() noexcept { return ready_; }
  Poller& poller() noexcept { return poller_; }
  std::span<std::byte> landing() noexcept { return landing_; }  // for reads that are copied on at once

 private:
  void drive(std::coroutine_handle<> root);
  void resume_ready() noexcept;
  void wait_for_events();
  void watch_turns() noexcept;
  void wake_sleepers() noexcept;

  ReadyQueue ready_;
  TimerHeap timers_;
  Poller poller_;
  TurnBudget budget_;
  std::array<std::byte, 4096> landing_;
  std::optional<Clock::time_point> full_turn_ended_;  // set if the last turn used up its budget
};

}  // namespace coro
