#include "runtimes/os/placement.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <latch>
#include <vector>

#include "runtimes/threads/group.hpp"
#include "runtimes/threads/pool.hpp"
#include "tests/runtimes/affinity.hpp"

namespace {

TEST(Placement, OfAThreadPerTaskIsByTheTasksNumber) {
  const auto cpus = affinity::cpus_of_this_thread();
  const os::Pinned pinned;
  std::vector<int> seen(5);
  threads::Group group;
  for (int& cpu : seen) group.spawn([&cpu] { cpu = affinity::only_cpu(); });
  group.join();
  for (std::size_t i = 0; i < seen.size(); ++i) EXPECT_EQ(seen[i], cpus[i % cpus.size()]) << i;
}

TEST(Placement, OfAPoolGivesEachCpuItsShareOfTheWorkers) {
  const auto cpus = affinity::cpus_of_this_thread();
  const os::Pinned pinned;
  threads::Pool pool(static_cast<unsigned>(2 * cpus.size()));
  std::latch all(static_cast<std::ptrdiff_t>(2 * cpus.size()));  // one job for each worker
  std::vector<int> seen(2 * cpus.size());
  for (int& cpu : seen) {
    pool.submit([&] {
      cpu = affinity::only_cpu();
      all.arrive_and_wait();
    });
  }
  pool.wait();
  for (const int cpu : cpus) EXPECT_EQ(std::ranges::count(seen, cpu), 2) << cpu;
}

TEST(Placement, LeavesThreadsAloneUnlessItIsSwitchedOn) {
  const auto cpus = affinity::cpus_of_this_thread();
  std::vector<int> seen;
  threads::Group group;
  group.spawn([&] { seen = affinity::cpus_of_this_thread(); });
  group.join();
  EXPECT_EQ(seen, cpus);
}

}  // namespace
