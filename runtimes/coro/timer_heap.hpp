// Timers by deadline: a heap of four children to the node, whose 16-byte slots hold the deadline itself,
// so that sifting touches no timer but those it moves. Insert and remove are O(log n), exact to the clock's
// nanosecond. Timers with the same deadline come in no particular order.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <vector>

#include "runtimes/coro/waiter.hpp"

namespace coro {

class TimerHeap {
 public:
  using Clock = std::chrono::steady_clock;

  class Timer : public Waiter {
    friend TimerHeap;
    std::size_t slot_ = 0;  // where the heap keeps it; stale once it has left the heap
  };

  bool empty() const noexcept { return slots_.empty(); }
  std::size_t size() const noexcept { return slots_.size(); }
  std::optional<Clock::time_point> next_due() const noexcept;

  // The timer stays where it is until it is popped or removed.
  void insert(Timer& timer, Clock::time_point due);
  void remove(Timer& timer) noexcept;              // must be in the heap
  Timer* pop_due(Clock::time_point now) noexcept;  // the earliest, or null if none is due

 private:
  struct Slot {
    Clock::time_point due;
    Timer* timer;
  };
  static constexpr std::size_t children = 4;

  void put(std::size_t index, Slot slot) noexcept;
  void sift_up(std::size_t hole, Slot slot) noexcept;
  void sift_down(std::size_t hole, Slot slot) noexcept;
  std::size_t earliest_child(std::size_t parent) const noexcept;  // slots_.size() if it has none

  std::vector<Slot> slots_;  // slots_[i].timer->slot_ == i, and no slot is due before its parent
};

}  // namespace coro
