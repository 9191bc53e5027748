// A suspended coroutine, linked into whatever will resume it. It lies in the awaiter or in the promise,
// so no wait ever allocates.
#pragma once

#include <coroutine>

namespace coro {

struct Waiter {
  Waiter() = default;
  Waiter(const Waiter&) = delete;
  Waiter& operator=(const Waiter&) = delete;

  Waiter* next = nullptr;  // meaningful only inside a ReadyQueue
  std::coroutine_handle<> coroutine;
};

}  // namespace coro
