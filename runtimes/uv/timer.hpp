// A deadline on the loop. libuv counts whole milliseconds: never early, up to 1 ms late by rounding, and
// deadlines of one millisecond fire in the order in which they were started.
#pragma once

#include <chrono>
#include <functional>

#include "runtimes/uv/handle.hpp"

namespace uv {

class Timer : public Handle<uv_timer_t> {
 public:
  void open(Loop& loop);

  // Calls `on_due(owner)` once, on the loop's thread. Starting again moves the deadline.
  template <auto on_due, class Owner>
  void start_at(std::chrono::steady_clock::time_point due, Owner& owner) {
    handle_.data = &owner;
    start(due, [](uv_timer_t* timer) {
      Loop::deliver(timer->loop, [timer] { std::invoke(on_due, *static_cast<Owner*>(timer->data)); });
    });
  }

  void stop() noexcept { uv_timer_stop(&handle_); }

 private:
  void start(std::chrono::steady_clock::time_point due, uv_timer_cb on_due);
};

}  // namespace uv
