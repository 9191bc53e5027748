// libuv's event loop, owned; and the one way from a C callback into C++.
//
// Ownership: handles and requests are members of objects that are destroyed after the loop, so declare
// the loop behind them. libuv keeps pointers into a handle until the handle's close callback, which only
// a turning loop calls; the destructor of the loop closes what is left and turns until it is.
#pragma once

#include <uv.h>

#include <concepts>
#include <exception>

#include "runtimes/os/linked.hpp"

namespace uv {

inline const os::Linked linked{"libuv", uv_version_string()};

class Loop {
 public:
  Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;
  // Closes every handle that is still open and waits for work in the pool; calls nobody back.
  ~Loop();

  // Until no handle is active and no request is pending, or uv_stop. Rethrows what a callback threw:
  // the first stops the loop, though the rest of the turn may still call others.
  void run();

  uv_loop_t* raw() noexcept { return &loop_; }

  // Every callback goes through here: an exception must not unwind libuv's own frames.
  template <std::invocable Callback>
  static void deliver(uv_loop_t* loop, Callback callback) noexcept {
    auto* const self = static_cast<Loop*>(loop->data);
    if (!self) return;
    try {
      callback();
    } catch (...) {
      self->stop_for(std::current_exception());
    }
  }

 private:
  void stop_for(std::exception_ptr failure) noexcept;

  uv_loop_t loop_;  // its data: this; null from the destructor on
  std::exception_ptr failure_;
};

}  // namespace uv
