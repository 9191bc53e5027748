#include "runtimes/uv/pool.hpp"

#include <uv.h>

#include <atomic>
#include <mutex>
#include <stdexcept>
#include <string>

#include "runtimes/uv/error.hpp"
#include "runtimes/uv/loop.hpp"

namespace uv {
namespace {

constexpr unsigned largest_pool = 1024;

std::atomic<unsigned> started_with = 0;
std::mutex sizing;

// libuv reads its environment when the first work arrives, and returns when all threads run.
void start(unsigned workers) {
  check(uv_os_setenv("UV_THREADPOOL_SIZE", std::to_string(workers).c_str()), "uv_os_setenv");
  uv_work_t nothing;
  Loop loop;
  const auto do_nothing = [](uv_work_t*) {};
  check(uv_queue_work(loop.raw(), &nothing, do_nothing, nullptr), "uv_queue_work");
  loop.run();
}

}  // namespace

void size_pool(unsigned workers) {
  if (workers < 1 || workers > largest_pool) throw std::invalid_argument("uv::size_pool: 1 to 1024 workers");
  const std::scoped_lock lock(sizing);
  if (pool_size() == 0) {
    start(workers);
    started_with = workers;
  }
  if (pool_size() != workers) {
    throw std::logic_error("uv::size_pool: asked for " + std::to_string(workers) + " workers, started with " +
                           std::to_string(pool_size()));
  }
}

std::optional<std::string> too_large(unsigned workers) {
  if (workers <= largest_pool) return std::nullopt;
  return "libuv's pool has at most " + std::to_string(largest_pool) + " threads";
}

unsigned pool_size() noexcept { return started_with; }

}  // namespace uv
