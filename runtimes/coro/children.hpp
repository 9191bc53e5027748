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

  explicit Children(Until until = Until::all_done) noexcept : until_(until) {}
  Children(const Children&) = delete;
  Children& operator=(const Children&) = delete;

  void adopt(Branch& child, Frames frames) noexcept {
    const std::uintptr_t kept = frames == Frames::kept ? Branch::kept_bit : 0;
    child.owner_ = reinterpret_cast<std::uintptr_t>(this) | kept;
    child.word_ = 0;
    child.siblings_ = {.previous = nullptr, .next = first_};
    if (first_ != nullptr) first_->siblings_.previous = &child;
    first_ = &child;
  }

  bool all_done() const noexcept { return first_ == nullptr; }
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

  // Returns who goes on: after the last child its parent, if that waits.
  std::coroutine_handle<> one_done(Branch& child) noexcept {
    leave(child);
    return child_left();
  }
  void leave(Branch& child) noexcept {
    const Branch::Siblings siblings = child.siblings_;
    (siblings.previous != nullptr ? siblings.previous->siblings_.next : first_) = siblings.next;
    if (siblings.next != nullptr) siblings.next->siblings_.previous = siblings.previous;
    if (until_ != Until::all_done) [[unlikely]]
      see_whether_it_won(child);
  }
  std::coroutine_handle<> child_left() noexcept {
    if (first_ != nullptr || parent_ == nullptr) return std::noop_coroutine();
    return std::exchange(parent_, nullptr)->take_turn();
  }

  void rethrow_first_failure() {
    cancelled_ = false;
    if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
  }

 private:
  void see_whether_it_won(const Branch& child) noexcept;

  Branch* first_ = nullptr;   // the youngest that is not done
  Branch* parent_ = nullptr;  // null while nobody waits
  std::exception_ptr failure_;
  const Branch* winner_ = nullptr;
  Children* next_to_cancel_;  // see cancel()
  Until until_;
  bool cancelled_ = false;
};

}  // namespace coro
