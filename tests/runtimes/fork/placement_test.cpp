#include "runtimes/os/placement.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <vector>

#include "runtimes/fork/child.hpp"
#include "runtimes/fork/shared.hpp"
#include "tests/runtimes/affinity.hpp"

namespace {

TEST(Placement, OfAProcessPerTaskGoesRoundTheCpus) {
  const auto cpus = affinity::cpus_of_this_thread();
  const os::Pinned pinned;
  const forked::Shared<int> seen(2 * cpus.size());
  std::vector<forked::Child> children;
  for (std::size_t i = 0; i < 2 * cpus.size(); ++i)
    children.emplace_back([&seen, i] { seen[i] = affinity::only_cpu(); });
  for (auto& child : children) child.wait();
  std::map<int, int> tasks;
  for (std::size_t i = 0; i < 2 * cpus.size(); ++i) ++tasks[seen[i]];
  EXPECT_FALSE(tasks.contains(-1));
  for (const int cpu : cpus) EXPECT_EQ(tasks[cpu], 2) << cpu;
  for (std::size_t i = 1; i < cpus.size(); ++i) EXPECT_NE(seen[i], seen[i - 1]);
}

TEST(Placement, LeavesOutAChildThatIsNoWorker) {
  const auto cpus = affinity::cpus_of_this_thread();
  const os::Pinned pinned;
  const forked::Shared<std::size_t> counterpart(1);
  const forked::Shared<int> seen(2);
  std::vector<forked::Child> children;
  children.emplace_back([&] { seen[0] = affinity::only_cpu(); });
  children.emplace_back([&] { counterpart[0] = affinity::cpus_of_this_thread().size(); }, forked::Placed::nowhere);
  children.emplace_back([&] { seen[1] = affinity::only_cpu(); });
  for (auto& child : children) child.wait();
  EXPECT_EQ(counterpart[0], cpus.size());
  if (cpus.size() > 1) {  // the second worker is the next, not the one after
    EXPECT_NE(seen[0], seen[1]);
  }
  if (cpus.size() == 2) {
    EXPECT_EQ(std::set<int>({seen[0], seen[1]}), std::set<int>(cpus.begin(), cpus.end()));
  }
}

}  // namespace
