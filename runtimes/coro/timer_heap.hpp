// Timers by deadline: a heap of four children to the node, whose 16-byte slots hold the deadline itself,
// so that sifting touches no timer but those it moves. Insert and remove are O(log n), exact to the clock's
// nanosecond. Timers with the same deadline come in the order in which they were inserted.
#pragma once

#include <bit>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <vector>

namespace coro {

class TimerHeap {
 public:
  using Clock = std::chrono::steady_clock;

  // One word, because there may be a million: whoever waits derives from it and is told by `mark`, three bits
  // that the heap leaves alone. Outside the heap the word is its owner's, for whatever it likes.
  class Timer {
   public:
    static constexpr std::uintptr_t marks = 7;

    std::uintptr_t mark() const noexcept { return word_ & marks; }

   protected:
    std::uintptr_t word_;  // from its lowest bit: 3 of mark, 29 of number, 32 of slot

   private:
    friend TimerHeap;
    static_assert(sizeof word_ == 8 && std::endian::native == std::endian::little);

    std::uint32_t number() const noexcept { return static_cast<std::uint32_t>(word_) >> 3; }
    std::size_t slot() const noexcept { return word_ >> 32; }
    void set_slot(std::size_t slot) noexcept {  // half the word: no need to wait for the other
      const auto half = static_cast<std::uint32_t>(slot);
      std::memcpy(reinterpret_cast<std::byte*>(&word_) + sizeof half, &half, sizeof half);
    }
  };

  bool empty() const noexcept { return slots_.empty(); }
  std::size_t size() const noexcept { return slots_.size(); }
  std::optional<Clock::time_point> next_due() const noexcept;

  // The timer stays where it is until it is popped or removed. If there is no memory, nothing has changed.
  void insert(Timer& timer, Clock::time_point due, std::uintptr_t mark = 0);
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
      return ((timer->number() - other.timer->number()) & 0x10000000u) != 0;
    }
  };
  static constexpr std::size_t children = 4;

  void put(std::size_t index, Slot slot) noexcept;
  void sift_up(std::size_t hole, Slot slot) noexcept;
  void sift_down(std::size_t hole, Slot slot) noexcept;
  std::size_t earliest_child(std::size_t parent) const noexcept;  // slots_.size() if it has none

  std::vector<Slot> slots_;     // slots_[i].timer->slot() == i, and no slot comes before its parent
  std::uint32_t inserted_ = 0;  // how many, modulo 2^29 in effect
};

}  // namespace coro
