#include "runtimes/os/placement.hpp"

#include <gtest/gtest.h>
#include <oneapi/tbb/parallel_for.h>

#include <chrono>
#include <map>
#include <mutex>
#include <thread>

#include "runtimes/tbb/arena.hpp"
#include "tests/runtimes/affinity.hpp"

// oneTBB frees what it keeps for an observer when the last of its threads has noticed that it is gone. A thread that is
// asleep until the process ends never does, and only the leak sanitizer minds. Its hook:
extern "C" const char* __lsan_default_suppressions() { return "leak:tbb::detail::r1::observe\n"; }

namespace {

// The one CPU of each thread that took part, by its number in the arena. oneTBB may miss to wake a worker for one burst
// of tasks, so bursts follow until all have been seen.
std::map<int, int> cpus_of(onetbb::Arena& arena) {
  std::mutex mutex;
  std::map<int, int> seen;
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (seen.size() < arena.workers() && std::chrono::steady_clock::now() < deadline) {
    arena.execute([&] {
      tbb::parallel_for(0, 100, [&](int) {
        std::this_thread::sleep_for(std::chrono::microseconds(50));
        const std::scoped_lock lock(mutex);
        seen[tbb::this_task_arena::current_thread_index()] = affinity::only_cpu();
      });
    });
  }
  return seen;
}

TEST(Placement, OfOneTbbsThreadsIsByTheirNumberInTheArena) {
  const auto cpus = affinity::cpus_of_this_thread();
  const os::Pinned pinned;
  onetbb::Arena arena(static_cast<unsigned>(cpus.size()) + 1);
  const auto seen = cpus_of(arena);
  ASSERT_EQ(seen.size(), cpus.size() + 1);
  for (const auto& [worker, cpu] : seen) EXPECT_EQ(cpu, cpus[static_cast<std::size_t>(worker) % cpus.size()]);
}

}  // namespace
