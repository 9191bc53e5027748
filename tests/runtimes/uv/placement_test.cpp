// An executable of its own: a process has one pool, which is placed when it starts.
#include "runtimes/os/placement.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <latch>
#include <vector>

#include "runtimes/uv/pool.hpp"
#include "runtimes/uv/work.hpp"
#include "tests/runtimes/affinity.hpp"

namespace {

struct Job {
  void on_pool() {
    cpu = affinity::only_cpu();
    all->arrive_and_wait();  // one job for each worker
  }
  void on_loop() {}
  uv::Work work;
  std::latch* all = nullptr;
  int cpu = -1;
};

TEST(Placement, OfLibuvsPoolGivesEachCpuItsShareOfTheThreads) {
  const auto cpus = affinity::cpus_of_this_thread();
  const os::Pinned pinned;
  const std::size_t workers = 2 * cpus.size();
  uv::size_pool(static_cast<unsigned>(workers));
  std::latch all(static_cast<std::ptrdiff_t>(workers));
  std::vector<Job> jobs(workers);
  uv::Loop loop;
  for (Job& job : jobs) {
    job.all = &all;
    job.work.queue<&Job::on_pool, &Job::on_loop>(loop, job);
  }
  loop.run();
  for (const int cpu : cpus) EXPECT_EQ(std::ranges::count(jobs, cpu, &Job::cpu), 2) << cpu;
}

}  // namespace
