// Where a fixed number of tasks wait for each other, again and again. Loop thread only.
#pragma once

#include <cassert>
#include <coroutine>
#include <cstddef>

#include "runtimes/coro/wait.hpp"

namespace coro {

class Barrier {
 public:
  explicit Barrier(std::size_t parties) noexcept : parties_(parties), missing_(parties) {
    assert(parties > 0);
  }
  Barrier(const Barrier&) = delete;
  Barrier& operator=(const Barrier&) = delete;

  // Resumes with true for the one who came last, which does not suspend; the others go on behind those who
  // are ready. Cancelled while it waits, it throws Cancelled and has not arrived.
  class [[nodiscard]] Arrive final : public QueuedWait {
   public:
    explicit Arrive(Barrier& barrier) noexcept : barrier_(barrier) {}
    bool await_ready() {
      if (barrier_.missing_ == 1) {
        barrier_.open();
        return passed_ = last_ = true;
      }
      here.branch->throw_if_cancelled();
      return false;
    }
    void await_suspend(std::coroutine_handle<> waiting) noexcept {
      --barrier_.missing_;
      suspend_in(barrier_.waiting_, waiting);
    }
    bool await_resume() const {
      if (!passed_) here.branch->throw_cancelled();
      return last_;
    }
    void cancel() noexcept override {
      ++barrier_.missing_;
      QueuedWait::cancel();
    }

   private:
    friend Barrier;
    Barrier& barrier_;
    bool passed_ = false, last_ = false;
  };

  Arrive arrive_and_wait() noexcept { return Arrive(*this); }

 private:
  void open() noexcept {
    missing_ = parties_;
    while (!waiting_.empty()) static_cast<Arrive&>(waiting_.wake_first()).passed_ = true;
  }

  std::size_t parties_;
  std::size_t missing_;  // that have yet to arrive
  WaitQueue waiting_;
};

}  // namespace coro
