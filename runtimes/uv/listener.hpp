// A listening socket on the loop.
#pragma once

#include <functional>

#include "runtimes/os/descriptor.hpp"
#include "runtimes/uv/error.hpp"
#include "runtimes/uv/handle.hpp"

namespace uv {

class Listener : public Handle<uv_tcp_t> {
 public:
  // `on_connection(owner, status)`: take the connection with Tcp::accept, or libuv stops listening.
  template <auto on_connection, class Owner>
  void open(Loop& loop, os::Descriptor bound, int backlog, Owner& owner) {
    check(uv_tcp_init(loop.raw(), &handle_), "uv_tcp_init");
    check(uv_tcp_open(&handle_, bound.get()), "uv_tcp_open");
    bound.release();
    handle_.data = &owner;
    check(uv_listen(stream(), backlog,
                    [](uv_stream_t* listener, int status) {
                      Loop::deliver(listener->loop, [=] {
                        std::invoke(on_connection, *static_cast<Owner*>(listener->data), status);
                      });
                    }),
          "uv_listen");
  }

  uv_stream_t* stream() noexcept { return reinterpret_cast<uv_stream_t*>(&handle_); }
};

}  // namespace uv
