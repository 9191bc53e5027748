#include "runtimes/uv/pool.hpp"

#include <uv.h>

#include <atomic>
#include <latch>
#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

#include "runtimes/os/placement.hpp"
#include "runtimes/uv/error.hpp"
#include "runtimes/uv/loop.hpp"

namespace uv {
namespace {

constexpr unsigned largest_pool = 1024;

std::atomic<unsigned> started_with = 0;
std::mutex sizing;

// The first job of a pool's thread. It holds the thread until each has one, so that every thread is placed.
struct Start {
  uv_work_t request{};
  std::size_t worker = 0;
  std::latch* all_started = nullptr;

  static void on_pool(uv_work_t* request) {
    const auto& start = *static_cast<const Start*>(request->data);
    os::place(start.worker);
    start.all_started->arrive_and_wait();
  }
};

// libuv reads its environment when the first work arrives, and starts all threads then.
void start(unsigned workers) {
  check(uv_os_setenv("UV_THREADPOOL_SIZE", std::to_string(workers).c_str()), "uv_os_setenv");
  std::latch all_started(workers);
  std::vector<Start> starts(workers);
  Loop loop;
  for (std::size_t i = 0; i < starts.size(); ++i) {
    starts[i].worker = i, starts[i].all_started = &all_started;
    starts[i].request.data = &starts[i];
    check(uv_queue_work(loop.raw(), &starts[i].request, Start::on_pool, nullptr), "uv_queue_work");
  }
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
