// A number of permits. Fair: one that is released goes to whoever has waited longest, directly, so that
// nobody can overtake. Loop thread only.
#pragma once

#include <coroutine>
#include <cstddef>
#include <utility>

#include "runtimes/coro/wait.hpp"

namespace coro {

class Semaphore {
 public:
  explicit Semaphore(std::size_t permits) noexcept : permits_(permits) {}
  Semaphore(const Semaphore&) = delete;
  Semaphore& operator=(const Semaphore&) = delete;

  // Holds a permit while it lives: C++'s `async with`.
  class [[nodiscard]] Permit {
   public:
    explicit Permit(Semaphore& semaphore) noexcept : semaphore_(&semaphore) {}
    Permit(Permit&& other) noexcept : semaphore_(std::exchange(other.semaphore_, nullptr)) {}
    Permit& operator=(Permit&& other) noexcept {
      std::swap(semaphore_, other.semaphore_);
      return *this;
    }
    ~Permit() { release(); }
    void release() noexcept {
      if (semaphore_ != nullptr) std::exchange(semaphore_, nullptr)->release();
    }

   private:
    Semaphore* semaphore_;
  };

  // Cancelled while it waits, it throws Cancelled and has no permit; one that was given a permit keeps it.
  class [[nodiscard]] Acquire : public QueuedWait {
   public:
    explicit Acquire(Semaphore& semaphore) noexcept : semaphore_(semaphore) {}
    bool await_ready() {
      if (semaphore_.try_acquire()) return granted_ = true;
      here.branch->throw_if_cancelled();
      return false;
    }
    void await_suspend(std::coroutine_handle<> waiting) noexcept { suspend_in(semaphore_.waiting_, waiting); }
    void await_resume() const {
      if (!granted_) here.branch->throw_cancelled();
    }

   protected:
    Semaphore& semaphore_;

   private:
    friend Semaphore;
    bool granted_ = false;
  };

  class [[nodiscard]] Scoped final : public Acquire {
   public:
    using Acquire::Acquire;
    Permit await_resume() const {
      Acquire::await_resume();
      return Permit(semaphore_);
    }
  };

  Acquire acquire() noexcept { return Acquire(*this); }
  Scoped scoped() noexcept { return Scoped(*this); }  // auto permit = co_await semaphore.scoped();
  bool try_acquire() noexcept {
    if (permits_ == 0) return false;
    --permits_;
    return true;
  }
  void release() noexcept {
    if (waiting_.empty())
      ++permits_;
    else
      static_cast<Acquire&>(waiting_.wake_first()).granted_ = true;
  }
  std::size_t permits() const noexcept { return permits_; }

 private:
  std::size_t permits_;  // 0 while anybody waits
  WaitQueue waiting_;
};

}  // namespace coro
