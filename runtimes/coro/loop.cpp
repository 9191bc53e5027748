#include "runtimes/coro/loop.hpp"

#include "runtimes/coro/deadline.hpp"
#include "runtimes/coro/handover.hpp"

namespace coro {

// Inline, as is all that a turn does before and after a system call: see transfer.hpp.
[[gnu::always_inline]] inline void Loop::look_outside() {
  if (inbox_) inbox_->collect();
  if (ready_.empty() && timers_.empty() && outside_ == 0) throw Deadlock();
  const bool blocks = ready_.empty() && (!inbox_ || inbox_->arm());
  ++counters_.polls;
  poller_->wait(blocks ? timers_.next_due() : Clock::time_point::min());
  if (inbox_) inbox_->collect();
}

// A failure of the poller is the root's end, not the loop's.
[[gnu::always_inline]] inline void Loop::wait_for_events() {
  watch_turns();
  try {
    look_outside();
  } catch (...) {
    fail(std::current_exception());
    if (ready_.empty()) throw;  // those that cannot be cancelled are lost
  }
  wake_sleepers();
}

void Loop::drive(Branch& root, Children& family) {
  // Loops may be run inside each other.
  struct Entered {
    Entered(Loop& loop, Branch& root)
        : outer_here(here), outer_root(std::exchange(loop.root_, &root)), self(loop) {
      here = {&root, &loop.ready_, &loop.timers_, &loop, &loop.outside_};
    }
    ~Entered() {
      here = outer_here;
      self.root_ = outer_root;
    }
    Here outer_here;
    Branch* outer_root;
    Loop& self;
  } const entered(*this, root);

  ready_.push(root);
  for (resume_ready(); !family.all_done(); resume_ready()) wait_for_events();
  if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
  family.rethrow_first_failure();
  if (family.cancelled()) throw Cancelled();
}

inline void Loop::take_turn(Branch& branch) {
  here.branch = &branch;
  if (branch.coroutine) [[likely]]
    resume(branch.coroutine);
  else
    static_cast<Callback&>(branch).take_its_turn();
}

void Loop::resume_ready() noexcept {
  if (watchdog_) [[unlikely]]
    return resume_ready_watched();
  // More than fit into a turn, and each takes longer than tasks do whose memory is near.
  if (full_turn_ended_ && budget_.resumes() < TurnBudget::most) return resume_within_budget<true>();
  resume_within_budget<false>();
}

// From afar: while one task runs, the memory of the next is on its way.
template <bool from_afar>
inline void Loop::resume_within_budget() noexcept {
  const std::size_t most = budget_.resumes();
  std::size_t left = most;
  for (; left > 0; --left) {
    Branch* const branch = ready_.pop();
    if (branch == nullptr) break;
    if constexpr (from_afar) ready_.fetch_next();
    take_turn(*branch);
  }
  counters_.resumes += most - left;
}

void Loop::resume_ready_watched() noexcept {
  for (std::size_t left = budget_.resumes(); left > 0; --left) {
    Branch* const branch = ready_.pop();
    if (branch == nullptr) return;
    const Watchdog::Turn turn(*watchdog_, *branch);
    take_turn(*branch);
    ++counters_.resumes;
  }
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
  while (TimerHeap::Timer* timer = timers_.pop_due(now)) {
    ++counters_.timers;
    if (timer->mark() == Deadline::mark_of_all)
      static_cast<Deadline&>(*timer).expire();
    else
      ready_.push(static_cast<Branch&>(*timer));
  }
}

Counters Loop::counters() const noexcept {
  const FramePool::Use frames = FramePool::use_of_this_thread();
  Counters counters = counters_;
  counters.frames = frames.frames - frames_before_.frames;
  counters.heap_frames = frames.from_heap - frames_before_.from_heap;
  return counters;
}

void Loop::fail(std::exception_ptr reason) noexcept {
  if (!failure_) failure_ = std::move(reason);
  if (root_ != nullptr) root_->cancel();
}

Inbox& Loop::inbox() {
  if (!inbox_) inbox_ = std::make_unique<Inbox>(*this);
  return *inbox_;
}

}  // namespace coro
