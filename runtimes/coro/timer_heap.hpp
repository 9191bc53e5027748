// Timers by deadline: a heap of four children to the node, whose 16-byte slots hold the deadline itself,
// so that sifting touches no timer but those it moves. Insert and remove are O(log n), exact to the clock's
// nanosecond. Timers with the same deadline come in the order in which they were inserted.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace coro {

class Branch;

class TimerHeap {
 public:
  using Clock = std::chrono::steady_clock;

  // 16 bytes, and trivial: whoever waits has it among its own.
  class Timer {
   public:
    enum class Action : std::uint32_t { wake, cancel };

    void arm(Branch& target, Action action = Action::wake) noexcept {
      branch_ = &target;
      slot_ = outside;
      action_ = static_cast<std::uint32_t>(action) & 1;
    }
    Branch& branch() const noexcept { return *branch_; }
    Action action() const noexcept { return static_cast<Action>(action_); }
    bool inside() const noexcept { return slot_ != outside; }  // whether the heap has it

   private:
    friend TimerHeap;
    static constexpr std::uint32_t outside = UINT32_MAX;

    Branch* branch_;             // what is woken or cancelled when it is due
    std::uint32_t slot_;         // where the heap keeps it
    std::uint32_t number_ : 31;  // of its insertion, modulo 2^31
    std::uint32_t action_ : 1;
  };

  bool empty() const noexcept { return slots_.empty(); }
  std::size_t size() const noexcept { return slots_.size(); }
  std::optional<Clock::time_point> next_due() const noexcept;

  // The timer, armed, stays where it is until it is popped or removed.
  void insert(Timer& timer, Clock::time_point due);
  void remove(Timer& timer) noexcept;              // must be in the heap
  Timer* pop_due(Clock::time_point now) noexcept;  // the earliest, or null if none is due

 private:
  struct Slot {
    Clock::time_point due;
    Timer* timer;

    bool before(const Slot& other) const noexcept {
      return due == other.due ? inserted_before(other) : due < other.due;
    }
    bool inserted_before(const Slot& other) const noexcept {
      return ((timer->number_ - other.timer->number_) & 0x40000000u) != 0;
    }
  };
  static constexpr std::size_t children = 4;

  void put(std::size_t index, Slot slot) noexcept;
  void sift_up(std::size_t hole, Slot slot) noexcept;
  void sift_down(std::size_t hole, Slot slot) noexcept;
  std::size_t earliest_child(std::size_t parent) const noexcept;  // slots_.size() if it has none

  std::vector<Slot> slots_;  // slots_[i].timer->slot_ == i, and no slot comes before its parent
  std::uint32_t inserted_ = 0;
};

}  // namespace coro
