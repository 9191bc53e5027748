// How other threads make something happen on a loop. While a Remote exists its loop may have to wait for a
// thread, so that it takes no silence for a deadlock.
#pragma once

#include <concepts>
#include <utility>

#include "runtimes/coro/inbox.hpp"
#include "runtimes/coro/loop.hpp"

namespace coro {

// Made and destroyed on the loop's thread, when nobody posts any more.
class Remote {
 public:
  explicit Remote(Loop& loop) : loop_(loop), inbox_(loop.inbox()) { ++loop_.outside(); }
  Remote(const Remote&) = delete;
  Remote& operator=(const Remote&) = delete;
  ~Remote() { --loop_.outside(); }

  // From any thread: the loop calls `f` on its own, after what this thread posted before. Costs one
  // allocation, no lock, and a system call only if the loop sleeps. What `f` throws ends Loop::run.
  template <std::invocable F>
  void post(F f) {
    inbox_.post(*new Parcel<F>(loop_, std::move(f)));
  }

 private:
  template <class F>
  class Parcel final : public Letter {
   public:
    Parcel(Loop& loop, F f) : loop_(loop), f_(std::move(f)) {}
    void arrive(bool wanted) noexcept override {
      try {
        if (wanted) f_();
      } catch (...) {
        loop_.fail(std::current_exception());
      }
      delete this;
    }

   private:
    Loop& loop_;
    F f_;
  };

  Loop& loop_;
  Inbox& inbox_;
};

}  // namespace coro
