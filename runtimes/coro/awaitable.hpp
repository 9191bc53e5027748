// Anything with `operator co_await`, or with the three await functions, can be awaited; as_task makes a task
// of it, at the price of a frame, for whoever takes only tasks.
#pragma once

#include <coroutine>
#include <utility>

#include "runtimes/coro/task.hpp"

namespace coro {

template <class A>
concept Awaiter = requires(A&& awaiter, std::coroutine_handle<> suspended) {
  static_cast<bool>(awaiter.await_ready());
  awaiter.await_suspend(suspended);
  awaiter.await_resume();
};

template <class A>
decltype(auto) awaiter_of(A&& awaitable) {
  if constexpr (requires { std::forward<A>(awaitable).operator co_await(); })
    return std::forward<A>(awaitable).operator co_await();
  else if constexpr (requires { operator co_await(std::forward<A>(awaitable)); })
    return operator co_await(std::forward<A>(awaitable));
  else
    return std::forward<A>(awaitable);
}

template <class A>
concept Awaitable = requires(A&& awaitable) {
  { awaiter_of(std::forward<A>(awaitable)).await_ready() } -> std::convertible_to<bool>;
};

template <Awaitable A>
using AwaitResult = decltype(awaiter_of(std::declval<A>()).await_resume());

// Awaits what `make()` returns: awaiters stay where they were made, so that only a function can pass one on.
template <class Make>
auto as_task(Make make) -> Task<AwaitResult<decltype(make())>> {
  co_return co_await make();
}

}  // namespace coro
