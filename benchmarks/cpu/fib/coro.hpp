// A coroutine per call, which awaits the two that it makes, one after the other. A child that its parent
// needs at once is awaited and not spawned: a frame and two symmetric transfers, no queue.
// runtimes/coro/task.hpp says so.
#pragma once

#include "benchmarks/cpu/fib/workload.hpp"
#include "runtimes/coro/task.hpp"

namespace fib {

inline coro::Task<Sum> call_in_coroutine(std::int64_t n, std::uint64_t nonce) {
  if (n < 2) co_return leaf(n, nonce);
  const Sum first = co_await call_in_coroutine(n - 1, nonce);
  co_return joined(first, co_await call_in_coroutine(n - 2, nonce));
}

}  // namespace fib
