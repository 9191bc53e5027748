// One piece of work for libuv's pool: runs there, then reports on the loop's thread.
#pragma once

#include <uv.h>

#include <exception>
#include <functional>
#include <type_traits>

#include "runtimes/uv/loop.hpp"

namespace uv {

// A member of an object that stays until `on_loop` is called; from there on it may be queued again.
class Work {
 public:
  Work() = default;
  Work(const Work&) = delete;
  Work& operator=(const Work&) = delete;

  // Calls `on_pool(owner)` on a thread of the pool, then `on_loop(owner)` on the loop's. If the first
  // throws, the second is not called: Loop::run stops and rethrows. Call it on the loop's thread, after
  // size_pool.
  template <auto on_pool, auto on_loop, class Owner>
  void queue(Loop& loop, Owner& owner) {
    request_.data = &owner;
    queue(
        loop,
        [](uv_work_t* request) {
          of(request).attempt([request] { std::invoke(on_pool, *static_cast<Owner*>(request->data)); });
        },
        [](uv_work_t* request, int status) {
          Loop::deliver(request->loop, [=] {
            of(request).rethrow(status);
            std::invoke(on_loop, *static_cast<Owner*>(request->data));
          });
        });
  }

  uv_work_t* raw() noexcept { return &request_; }

 private:
  // The request is the first member of a standard-layout class: a pointer to it is one to the class.
  static Work& of(uv_work_t* request) noexcept {
    static_assert(std::is_standard_layout_v<Work>);
    return *reinterpret_cast<Work*>(request);
  }

  template <std::invocable Callback>
  void attempt(Callback callback) noexcept {
    try {
      callback();
    } catch (...) {
      failure_ = std::current_exception();
    }
  }

  void queue(Loop& loop, uv_work_cb on_pool, uv_after_work_cb on_loop);
  void rethrow(int status);

  uv_work_t request_{};
  std::exception_ptr failure_;  // of on_pool, until the loop's thread has taken it
};

}  // namespace uv
