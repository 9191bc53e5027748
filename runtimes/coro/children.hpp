// What the children of a scope report to when they are done: counts them and keeps the first exception.
#pragma once

#include <cassert>
#include <coroutine>
#include <cstddef>
#include <exception>
#include <utility>

namespace coro {

class Children {
 public:
  void add() noexcept { ++running_; }
  bool all_done() const noexcept { return running_ == 0; }
  bool failed() const noexcept { return failure_ != nullptr; }

  void resume_when_done(std::coroutine_handle<> parent) noexcept {
    assert(!parent_ && "one coroutine joins a scope");
    parent_ = parent;
  }

  // Returns who goes on: after the last child its parent, if that waits.
  std::coroutine_handle<> one_done(std::exception_ptr failure) noexcept {
    if (failure && !failure_) failure_ = std::move(failure);
    if (--running_ > 0 || !parent_) return std::noop_coroutine();
    return std::exchange(parent_, nullptr);
  }

  void rethrow_first_failure() {
    if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
  }

 private:
  std::size_t running_ = 0;
  std::exception_ptr failure_;
  std::coroutine_handle<> parent_;  // null while nobody waits
};

}  // namespace coro
