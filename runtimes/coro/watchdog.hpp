// Finds the task that holds up the others: measures every resume and reports those that took too long.
#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "runtimes/coro/branch.hpp"

namespace coro {

class Watchdog {
 public:
  using Clock = std::chrono::steady_clock;
  // `task`: the name of the coroutine that was resumed, if the program exports it (-rdynamic), else file and
  // offset for addr2line; "callback" for a callback.
  using Report = std::function<void(const std::string& task, Clock::duration held)>;

  Watchdog(Clock::duration limit, Report report) : limit_(limit), report_(std::move(report)) {}

  class Turn {
   public:
    Turn(const Watchdog& dog, const Branch& branch) noexcept;
    ~Turn();

   private:
    const Watchdog& dog_;
    const void* code_;  // null: a callback
    Clock::time_point start_;
  };

 private:
  Clock::duration limit_;
  Report report_;
};

}  // namespace coro
