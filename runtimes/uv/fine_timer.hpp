// A deadline on the loop, to the nanosecond: for those whom the milliseconds of Timer are too coarse. It costs a file
// descriptor of its own (timerfd) and a system call or two each time, where libuv's timers are a heap in memory.
#pragma once

#include <chrono>
#include <functional>

#include "runtimes/os/descriptor.hpp"
#include "runtimes/uv/handle.hpp"

namespace uv {

// The handle's data is this class's own.
class FineTimer : public Handle<uv_poll_t> {
 public:
  void open(Loop& loop);

  // Calls `on_due(owner)` once, on the loop's thread, never early. Starting again moves the deadline.
  template <auto on_due, class Owner>
  void start_at(std::chrono::steady_clock::time_point due, Owner& owner) {
    owner_ = &owner;
    on_due_ = [](void* waiting) { std::invoke(on_due, *static_cast<Owner*>(waiting)); };
    start(due);
  }

  void stop() noexcept;

 private:
  void start(std::chrono::steady_clock::time_point due);
  void set(std::chrono::nanoseconds since_boot);
  bool take_expiration();

  os::Descriptor timer_;  // until the handle is closed and gone: libuv looks at it
  void* owner_ = nullptr;
  void (*on_due_)(void*) = nullptr;
};

}  // namespace uv
