#include "runtimes/uv/timer.hpp"

#include <algorithm>
#include <cstdint>

#include "runtimes/uv/error.hpp"

namespace uv {

void Timer::open(Loop& loop) { check(uv_timer_init(loop.raw(), &handle_), "uv_timer_init"); }

void Timer::start(std::chrono::steady_clock::time_point due, uv_timer_cb on_due) {
  // The loop's clock is steady_clock (CLOCK_MONOTONIC), cut to milliseconds and read once per turn. A
  // timeout that is not taken from this very clock fires early, by up to the time since the turn began;
  // one that is not taken from its present reading makes the loop sleep for too long.
  uv_update_time(handle_.loop);
  const auto now = static_cast<std::int64_t>(uv_now(handle_.loop));
  const std::int64_t due_ms = std::chrono::ceil<std::chrono::milliseconds>(due.time_since_epoch()).count();
  const auto timeout = static_cast<std::uint64_t>(std::max(due_ms, now) - now);
  check(uv_timer_start(&handle_, on_due, timeout, 0), "uv_timer_start");
}

}  // namespace uv
