// What spawned branches belong to: knows who still runs, keeps the first exception and cancels the rest when
// one of them fails.
#pragma once

#include <cassert>
#include <coroutine>
#include <exception>
#include <utility>

#include "runtimes/coro/branch.hpp"

namespace coro {

class alignas(8) Children {
 public:
  enum class Frames { destroyed, kept };         // what becomes of a child's frame when it is done
  enum class Until { all_done, first_success };  // then the others are cancelled

  explicit Children(Until until = Until::all_done) noexcept : until_(until) {
    ring_.previous_ = ring_.next_ = &ring_;
  }
  Children(const Children&) = delete;
  Children& operator=(const Children&) = delete;

  void adopt(Branch& child, Frames frames) noexcept {
    const std::uintptr_t kept = frames == Frames::kept ? Branch::kept_bit : 0;
    child.owner_ = reinterpret_cast<std::uintptr_t>(this) | kept;
    child.word_ = 0;
    child.next_ = ring_.next_;
    ring_.next_->previous_ = &child;
    child.previous_ = &ring_;
    ring_.next_ = &child;
  }

  bool all_done() const noexcept { return ring_.next_ == &ring_; }
  bool failed() const noexcept { return failure_ != nullptr; }
  bool cancelled() const noexcept { return cancelled_; }  // whether any child ended with Cancelled
  const Branch* winner() const noexcept { return winner_; }

  // Asks every child to end. Resumes nobody.
  void cancel() noexcept;

  void resume_when_done(Branch& parent) noexcept {
    assert(parent_ == nullptr && "one coroutine joins its children");
    parent_ = &parent;
  }

  // Told by a child within the exception's handler, before it is done.
  void child_throws(Branch& child) noexcept;

  // Returns whether it was the last.
  bool leave(Branch& child) noexcept {
    Sibling *const previous = child.previous_, *const next = child.next_;
    previous->next_ = next;
    next->previous_ = previous;
    return previous == next;
  }
  // The same for one whose result is kept, and who may have won.
  void leave_done(Branch& child) noexcept {
    leave(child);
    if (until_ != Until::all_done) see_whether_it_won(child);
  }
  bool parent_waits() const noexcept { return parent_ != nullptr; }
  // Who goes on when a child has left: after the last one the parent, if that waits.
  std::coroutine_handle<> child_left() noexcept {
    if (!all_done() || !parent_waits()) return std::noop_coroutine();
    return std::exchange(parent_, nullptr)->take_turn();
  }

  void rethrow_first_failure() {
    cancelled_ = false;
    if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
  }

 private:
  void see_whether_it_won(const Branch& child) noexcept;

  Sibling ring_;              // of those that are not done; the next is the youngest
  Branch* parent_ = nullptr;  // null while nobody waits
  std::exception_ptr failure_;
  const Branch* winner_ = nullptr;
  Children* next_to_cancel_;  // see cancel()
  Until until_;
  bool cancelled_ = false;
};

}  // namespace coro
