// How many ready tasks are resumed before timers and descriptors are looked at again: as many as fit into
// `slice`, learned from the turns before. Tasks that only switch pay next to nothing for the look, and
// behind tasks that compute nobody waits long for it.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>

namespace coro {

class TurnBudget {
 public:
  static constexpr std::chrono::nanoseconds slice = std::chrono::microseconds(100);
  static constexpr std::size_t most = 16'384;

  std::size_t resumes() const noexcept { return resumes_; }

  // Tells how long a turn took that used up its budget.
  void learn(std::chrono::nanoseconds turn) noexcept {
    const std::size_t fitting = turn > slice ? resumes_ * slice.count() / turn.count() : 2 * resumes_;
    resumes_ = std::clamp(fitting, std::size_t{1}, most);
  }

 private:
  std::size_t resumes_ = 64;
};

}  // namespace coro
