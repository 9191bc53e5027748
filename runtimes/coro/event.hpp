// A flag that can be waited for. Loop thread only, like everything that is awaited.
#pragma once

#include <coroutine>

#include "runtimes/coro/wait.hpp"

namespace coro {

class Event {
 public:
  bool is_set() const noexcept { return set_; }
  void clear() noexcept { set_ = false; }
  // Everyone who waits goes on when its turn comes, even if the flag is cleared before.
  void set() noexcept {
    set_ = true;
    waiting_.wake_all();
  }

  class [[nodiscard]] Set final : public QueuedWait {
   public:
    explicit Set(Event& event) noexcept : event_(event) {}
    bool await_ready() const {
      if (event_.set_) return true;
      here.branch->throw_if_cancelled();
      return false;
    }
    void await_suspend(std::coroutine_handle<> waiting) noexcept { suspend_in(event_.waiting_, waiting); }
    void await_resume() const { here.branch->throw_if_cancelled(); }

   private:
    Event& event_;
  };

  // Does not suspend while the flag is set. Cancelled, throws Cancelled: nothing to lose.
  Set wait() noexcept { return Set(*this); }

 private:
  bool set_ = false;
  WaitQueue waiting_;
};

}  // namespace coro
