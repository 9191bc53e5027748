#include "runtimes/uv/work.hpp"

#include <stdexcept>
#include <utility>

#include "runtimes/uv/error.hpp"
#include "runtimes/uv/pool.hpp"

namespace uv {

void Work::queue(Loop& loop, uv_work_cb on_pool, uv_after_work_cb on_loop) {
  // Else libuv would start four threads, whatever `workers` says.
  if (pool_size() == 0) throw std::logic_error("uv::Work: size_pool has not been called");
  check(uv_queue_work(loop.raw(), &request_, on_pool, on_loop), "uv_queue_work");
}

void Work::rethrow(int status) {
  if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
  check(status, "uv_queue_work");  // UV_ECANCELED, if the owner has called uv_cancel
}

}  // namespace uv
