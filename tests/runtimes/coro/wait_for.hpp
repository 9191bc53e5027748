// What an event is waited for with where a task is wanted.
#pragma once

#include "runtimes/coro/event.hpp"
#include "runtimes/coro/task.hpp"

namespace coro::test {

inline Task<> wait_for(Event& event) { co_await event.wait(); }

}  // namespace coro::test
