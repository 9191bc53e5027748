// How other threads wake a loop: the one handle that they may use. An open one keeps the loop turning.
#pragma once

#include <functional>

#include "runtimes/uv/error.hpp"
#include "runtimes/uv/handle.hpp"

namespace uv {

class Async : public Handle<uv_async_t> {
 public:
  // Calls `on_signal(owner)` on the loop's thread after each send(), until it is closed.
  template <auto on_signal, class Owner>
  void open(Loop& loop, Owner& owner) {
    check(uv_async_init(loop.raw(), &handle_,
                        [](uv_async_t* async) {
                          Loop::deliver(async->loop, [async] {
                            std::invoke(on_signal, *static_cast<Owner*>(async->data));
                          });
                        }),
          "uv_async_init");
    handle_.data = &owner;
  }

  // From any thread, while it is open. Those that come before the call-back has run are one.
  void send() { check(uv_async_send(&handle_), "uv_async_send"); }
};

}  // namespace uv
