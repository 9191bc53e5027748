// One coroutine ends its turn by naming the next: await_suspend returns hand_over(next). Normally that is a
// symmetric transfer, a tail call. g++ makes none under AddressSanitizer, and not always under
// ThreadSanitizer, where a loop of awaits would so overflow the stack: there the next is left for resume() to
// find, at a nanosecond more per await.
#pragma once

#include <coroutine>
#include <utility>

#include "runtimes/coro/sanitizer.hpp"

namespace coro {

inline constexpr bool transfer_is_tail_call = !under_address_sanitizer && !under_thread_sanitizer;
inline constinit thread_local std::coroutine_handle<> handed_over{};

inline std::coroutine_handle<> hand_over(std::coroutine_handle<> next) noexcept {
  if constexpr (transfer_is_tail_call) return next;
  handed_over = next;
  return std::noop_coroutine();
}

// How the loop resumes: returns when nobody is left to go on at once.
inline void resume(std::coroutine_handle<> coroutine) {
  coroutine.resume();
  while (!transfer_is_tail_call && handed_over) std::exchange(handed_over, nullptr).resume();
}

}  // namespace coro
