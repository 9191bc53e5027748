#include "runtimes/uv/loop.hpp"

#include <utility>

#include "runtimes/uv/error.hpp"
#include "runtimes/uv/handle.hpp"

namespace uv {

Loop::Loop() {
  check(uv_loop_init(&loop_), "uv_loop_init");
  loop_.data = this;
}

Loop::~Loop() {
  loop_.data = nullptr;
  const auto close = [](uv_handle_t* handle, void*) {
    if (!uv_is_closing(handle)) uv_close(handle, forget);
  };
  while (uv_loop_close(&loop_) == UV_EBUSY) {
    uv_walk(&loop_, close, nullptr);
    uv_run(&loop_, UV_RUN_DEFAULT);
  }
}

void Loop::run() {
  uv_run(&loop_, UV_RUN_DEFAULT);
  if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
}

void Loop::stop_for(std::exception_ptr failure) noexcept {
  if (!failure_) failure_ = std::move(failure);
  uv_stop(&loop_);
}

}  // namespace uv
