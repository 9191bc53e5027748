#include "runtimes/os/placement.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <latch>
#include <vector>

#include "runtimes/coro/gather.hpp"
#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/offload.hpp"
#include "tests/runtimes/affinity.hpp"

namespace coro {
namespace {

Task<int> cpu_of_a_worker(ThreadPool& pool, std::latch& all) {
  co_return co_await offload(pool, [&all] {
    const int cpu = affinity::only_cpu();
    all.arrive_and_wait();  // one task for each worker
    return cpu;
  });
}

Task<std::vector<int>> cpus_of_workers(ThreadPool& pool, std::size_t workers, std::latch& all) {
  std::vector<Task<int>> tasks;
  for (std::size_t i = 0; i < workers; ++i) tasks.push_back(cpu_of_a_worker(pool, all));
  co_return co_await gather(std::move(tasks));
}

TEST(Placement, OfOffloadedTasksIsThatOfThePoolsThreads) {
  const auto cpus = affinity::cpus_of_this_thread();
  const os::Pinned pinned;
  const std::size_t workers = 2 * cpus.size();
  ThreadPool pool(static_cast<unsigned>(workers));
  std::latch all(static_cast<std::ptrdiff_t>(workers));
  Loop loop;
  const auto seen = loop.run(cpus_of_workers(pool, workers, all));
  for (const int cpu : cpus) EXPECT_EQ(std::ranges::count(seen, cpu), 2) << cpu;
}

}  // namespace
}  // namespace coro
