// Has a thread of a pool call a function and resumes with what it returns or throws, on the loop's thread:
//   const std::string text = co_await offload(pool, [&] { return read_file(path); });
// Files and everything else that blocks go this way. Needs no memory; two lock operations and, if the loop
// sleeps, one wake-up.
#pragma once

#include <concepts>
#include <coroutine>
#include <exception>
#include <optional>
#include <stop_token>
#include <type_traits>
#include <utility>
#include <variant>

#include "runtimes/coro/inbox.hpp"
#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/thread_pool.hpp"
#include "runtimes/coro/wait.hpp"

namespace coro {

template <class F>
using OffloadResult =
    typename std::conditional_t<std::invocable<F&, std::stop_token>, std::invoke_result<F&, std::stop_token>,
                                std::invoke_result<F&>>::type;

// Cancelled before a thread has taken it, it throws Cancelled and `f` is not called. Later it waits for `f`,
// which hears of it if it takes a std::stop_token, and returns its result; the request then stands for the
// next await. Nothing that `f` refers to in the coroutine can go before `f` is done.
template <class F>
class [[nodiscard]] Offload final : public Wait, Job, Letter {
 public:
  using R = OffloadResult<F>;

  Offload(ThreadPool& pool, F f) : pool_(pool), f_(std::move(f)) {}

  bool await_ready() const {
    here.branch->throw_if_cancelled();
    return false;
  }
  void await_suspend(std::coroutine_handle<> suspended) {
    inbox_ = &here.loop->inbox();
    if constexpr (stoppable) stop_.emplace();
    suspend(suspended);
    ++*here.outside;
    pool_.submit(*this);
  }
  R await_resume() {
    if (failure_) std::rethrow_exception(std::move(failure_));
    if (!result_) here.branch->throw_cancelled();
    if constexpr (!std::is_void_v<R>) return *std::move(result_);
  }
  void cancel() noexcept override {
    if (pool_.withdraw(*this)) return arrive(true);
    if constexpr (stoppable) stop_->request_stop();
  }

 private:
  static constexpr bool stoppable = std::invocable<F&, std::stop_token>;
  static_assert(!std::is_reference_v<R>, "return a pointer");

  void work() noexcept override {
    try {
      if constexpr (std::is_void_v<R>) {
        call();
        result_.emplace();
      } else {
        result_.emplace(call());
      }
    } catch (...) {
      failure_ = std::current_exception();
    }
    inbox_->post(*this);
  }
  R call() {
    if constexpr (stoppable)
      return f_(stop_->get_token());
    else
      return f_();
  }
  void arrive(bool) noexcept override {
    --*here.outside;
    wake();
  }

  ThreadPool& pool_;
  Inbox* inbox_ = nullptr;
  F f_;
  std::optional<std::stop_source> stop_;
  std::optional<std::conditional_t<std::is_void_v<R>, std::monostate, R>> result_;
  std::exception_ptr failure_;
};

template <class F>
Offload<F> offload(ThreadPool& pool, F f) {
  return Offload<F>(pool, std::move(f));
}

}  // namespace coro
