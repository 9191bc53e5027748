// steady_clock is CLOCK_MONOTONIC: its durations and time points pass to the kernel as they are.
#pragma once

#include <time.h>

#include <chrono>

namespace os {

inline timespec to_timespec(std::chrono::nanoseconds time) noexcept {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
  return {.tv_sec = seconds.count(), .tv_nsec = (time - seconds).count()};
}

}  // namespace os
