// What all handles share: a libuv handle that is a member of its owner, opened on a loop, closed by it.
//
// Callbacks are template arguments (a member of the owner, or any function that takes it first), the
// owner travels in libuv's own `data`: no allocation, no indirection that C would not have.
#pragma once

#include <uv.h>

#include <cassert>
#include <functional>

#include "runtimes/uv/loop.hpp"

namespace uv {

// The close callback of handles whose owner wants none: from here on the memory is the owner's again.
inline void forget(uv_handle_t* handle) noexcept { handle->type = UV_UNKNOWN_HANDLE; }

template <class Raw>
class Handle {
 public:
  Handle() = default;
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() { assert(!is_open() && "a handle must outlive its close callback"); }

  // From open() until the loop has called the close callback; after that it may be opened again.
  bool is_open() const noexcept { return handle_.type != UV_UNKNOWN_HANDLE; }

  // Stops the handle at once; the loop lets go of its memory on its next turn. May be called again.
  void close() noexcept {
    if (is_closable()) uv_close(base(), forget);
  }

  // The same, and then `on_closed(owner)`, in which the owner may destroy the handle and itself.
  template <auto on_closed, class Owner>
  void close(Owner& owner) noexcept {
    if (!is_closable()) return;
    handle_.data = &owner;
    uv_close(base(), report_closed<on_closed, Owner>);
  }

  // Loop::run does not go on for its sake any more.
  void unref() noexcept { uv_unref(base()); }

  Raw* raw() noexcept { return &handle_; }

 protected:
  template <auto on_closed, class Owner>
  static void report_closed(uv_handle_t* handle) noexcept {
    forget(handle);
    Loop::deliver(handle->loop, [handle] { std::invoke(on_closed, *static_cast<Owner*>(handle->data)); });
  }
  bool is_closable() const noexcept { return is_open() && !uv_is_closing(base()); }
  uv_handle_t* base() noexcept { return reinterpret_cast<uv_handle_t*>(&handle_); }
  const uv_handle_t* base() const noexcept { return reinterpret_cast<const uv_handle_t*>(&handle_); }

  Raw handle_{};  // its type: UV_UNKNOWN_HANDLE (0) while no loop knows of it
};

}  // namespace uv
