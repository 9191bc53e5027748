// libuv's way to do long work in pieces on the loop: one piece per turn. While it is started the loop
// polls for events between the pieces but never sleeps.
#pragma once

#include <functional>

#include "runtimes/uv/error.hpp"
#include "runtimes/uv/handle.hpp"

namespace uv {

class Idle : public Handle<uv_idle_t> {
 public:
  void open(Loop& loop) { check(uv_idle_init(loop.raw(), &handle_), "uv_idle_init"); }

  // Calls `on_turn(owner)` on every turn until stop(); no effect if it is started already.
  template <auto on_turn, class Owner>
  void start(Owner& owner) {
    handle_.data = &owner;
    check(uv_idle_start(&handle_,
                        [](uv_idle_t* idle) {
                          Loop::deliver(idle->loop,
                                        [idle] { std::invoke(on_turn, *static_cast<Owner*>(idle->data)); });
                        }),
          "uv_idle_start");
  }

  void stop() noexcept { uv_idle_stop(&handle_); }
};

}  // namespace uv
