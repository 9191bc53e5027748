// Cancels a branch when the time has come, unless it is taken back before. The timer below timeouts.
#pragma once

#include <cassert>
#include <cstdint>
#include <utility>

#include "runtimes/coro/branch.hpp"
#include "runtimes/coro/timer_heap.hpp"

namespace coro {

// 16 bytes, among the own of whoever sets it; O(log n) to set and to take back, no memory. Stays where it is
// while it is pending.
class Deadline : public TimerHeap::Timer {
 public:
  static constexpr std::uintptr_t mark_of_all = 0;  // tells it from a Branch that sleeps, which has another

  Deadline() = default;
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;
  ~Deadline() { assert(!pending()); }

  void set(Branch& branch, TimerHeap& timers, TimerHeap::Clock::time_point due) {
    timers.insert(*this, due, mark_of_all);
    branch_ = &branch;
  }
  bool pending() const noexcept { return branch_ != nullptr; }
  void take_back(TimerHeap& timers) noexcept {  // one that is pending
    timers.remove(*this);
    branch_ = nullptr;
  }
  void expire() noexcept { std::exchange(branch_, nullptr)->cancel(); }  // by the loop, out of the heap

 private:
  Branch* branch_ = nullptr;
};

}  // namespace coro
