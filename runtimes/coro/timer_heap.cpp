#include "runtimes/coro/timer_heap.hpp"

#include <algorithm>
#include <cassert>

namespace coro {

std::optional<TimerHeap::Clock::time_point> TimerHeap::next_due() const noexcept {
  if (empty()) return std::nullopt;
  return slots_.front().due;
}

void TimerHeap::insert(Timer& timer, Clock::time_point due, std::uintptr_t mark) {
  const Slot slot{due, &timer};
  slots_.push_back(slot);
  timer.word_ = (inserted_++ << 3) | mark;
  sift_up(slots_.size() - 1, slot);
}

// The last slot fills the hole, and from there may have to go either way.
void TimerHeap::remove(Timer& timer) noexcept {
  const std::size_t hole = timer.slot();
  assert(hole < size() && slots_[hole].timer == &timer);
  const Slot last = slots_.back();
  slots_.pop_back();
  if (hole == slots_.size()) return;
  if (hole > 0 && last.before(slots_[(hole - 1) / children]))
    sift_up(hole, last);
  else
    sift_down(hole, last);
}

TimerHeap::Timer* TimerHeap::pop_due(Clock::time_point now) noexcept {
  if (empty() || slots_.front().due > now) return nullptr;
  Timer* const timer = slots_.front().timer;
  remove(*timer);
  return timer;
}

void TimerHeap::put(std::size_t index, Slot slot) noexcept {
  slots_[index] = slot;
  slot.timer->set_slot(index);
}

void TimerHeap::sift_up(std::size_t hole, Slot slot) noexcept {
  while (hole > 0) {
    const std::size_t parent = (hole - 1) / children;
    if (!slot.before(slots_[parent])) break;
    put(hole, slots_[parent]);
    hole = parent;
  }
  put(hole, slot);
}

void TimerHeap::sift_down(std::size_t hole, Slot slot) noexcept {
  for (;;) {
    const std::size_t child = earliest_child(hole);
    if (child == size() || !slots_[child].before(slot)) break;
    put(hole, slots_[child]);
    hole = child;
  }
  put(hole, slot);
}

std::size_t TimerHeap::earliest_child(std::size_t parent) const noexcept {
  const std::size_t first = std::min(children * parent + 1, size());
  const std::size_t last = std::min(first + children, size());
  std::size_t earliest = first;
  // Without a jump that depends on the deadlines, unless they are equal: such jumps are what a heap costs.
  for (std::size_t child = first + 1; child < last; ++child) {
    const Slot &candidate = slots_[child], &best = slots_[earliest];
    if (candidate.due == best.due && candidate.inserted_before(best)) [[unlikely]]
      earliest = child;
    else
      earliest = candidate.due < best.due ? child : earliest;
  }
  return earliest;
}

}  // namespace coro
