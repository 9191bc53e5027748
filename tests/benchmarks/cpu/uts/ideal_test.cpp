// The closed form against a scheduler that is never idle and knows that a node is not known before its parent
// is done.
#include <gtest/gtest.h>

#include <functional>
#include <queue>

#include "benchmarks/cpu/uts/workload.hpp"
#include "benchmarks/harness/work.hpp"

namespace uts {
namespace {

struct Cost {
  double leaf, inner;  // a node with children takes at least as long
};

struct Known {
  double at;
  Node node;
  bool operator>(const Known& other) const { return at > other.at; }
};

struct Schedule {
  double work_s = 0, end_s = 0;
};

// Whoever is free takes the node that has been known for longest.
Schedule simulated(const Parameters& p, Cost cost, unsigned cpus) {
  std::priority_queue<double, std::vector<double>, std::greater<>> free;
  for (unsigned i = 0; i < cpus; ++i) free.push(0);
  std::priority_queue<Known, std::vector<Known>, std::greater<>> known;
  known.push({0, root(p)});
  Schedule schedule;
  while (!known.empty()) {
    const Known next = known.top();
    known.pop();
    uts::Tally ignored;
    const int children = visit(p, next.node, 0, ignored);
    const double takes = children == 0 ? cost.leaf : cost.inner;
    const double done = std::max(free.top(), next.at) + takes;
    free.pop();
    free.push(done);
    schedule.work_s += takes;
    schedule.end_s = std::max(schedule.end_s, done);
    for (int i = 0; i < children; ++i) known.push({done, child(next.node, i)});
  }
  return schedule;
}

// T3 has 4,112,897 nodes: at 1 us each, 4.112897 s, or half of it on two cores. It is 1,572 levels deep, so
// that no number of cores needs less than 1.572 ms.
TEST(UtsIdeal, IsTheSharedSearchOrTheDeepestBranch) {
  const Parameters p{.tree = 3, .levels = 1'572};
  EXPECT_DOUBLE_EQ(simul::ideal_s<Workload>(p, 1, 4.112897), 4.112897);
  EXPECT_DOUBLE_EQ(simul::ideal_s<Workload>(p, 2, 4.112897), 2.0564485);
  EXPECT_DOUBLE_EQ(simul::ideal_s<Workload>(p, 10'000, 4.112897), 1.572e-3);
  EXPECT_EQ(Workload::bounds(p, 2, 4.112897)[0].first, "work");
  EXPECT_EQ(Workload::bounds(p, 10'000, 4.112897)[1].first, "longest_chain");
  EXPECT_LT(Workload::bounds(p, 10'000, 1)[0].second, Workload::bounds(p, 10'000, 1)[1].second);
}

TEST(UtsIdeal, IsNeverAboveWhatASchedulerNeeds) {
  for (std::uint64_t i = 0; i < 40; ++i) {
    const Parameters p = i % 2 == 0 ? Parameters{1, 5} : Parameters{3, 4};
    const unsigned cpus = i < 2 ? 1 : 1 + static_cast<unsigned>(simul::mix(i) % 5'000);
    const double leaf = 1e-9 * static_cast<double>(1 + simul::mix(i + 1'000) % 1'000);
    const Cost cost{leaf, leaf + 1e-9 * static_cast<double>(simul::mix(i + 2'000) % 1'000)};
    const Schedule schedule = simulated(p, cost, cpus);
    const double ideal = simul::ideal_s<Workload>(p, cpus, schedule.work_s);
    ASSERT_LE(ideal, schedule.end_s + 1e-12) << "tree " << p.tree << ", " << cpus << " CPUs";
    if (cpus == 1) {
      ASSERT_NEAR(ideal, schedule.end_s, 1e-9);
    }
  }
}

}  // namespace
}  // namespace uts
