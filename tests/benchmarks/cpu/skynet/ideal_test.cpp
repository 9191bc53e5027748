// The closed form against a scheduler that is never idle and knows that children come before their parents.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <queue>

#include "benchmarks/cpu/skynet/workload.hpp"
#include "benchmarks/harness/work.hpp"

namespace skynet {
namespace {

struct Level {
  std::int64_t nodes;
  double cost;  // of each of them
};

// From the leaves to the root, one group of ten children after the other; whoever is free takes the next node whose
// children are done.
double simulated_s(const std::vector<Level>& levels, unsigned cpus) {
  std::priority_queue<double, std::vector<double>, std::greater<>> free;
  for (unsigned i = 0; i < cpus; ++i) free.push(0);
  std::vector<double> ready(static_cast<std::size_t>(levels.front().nodes), 0.0);
  double end = 0;
  for (const Level& level : levels) {
    std::vector<double> parents;
    for (std::size_t node = 0; node < ready.size(); ++node) {
      const double done = std::max(free.top(), ready[node]) + level.cost;
      free.pop();
      free.push(done);
      end = std::max(end, done);
      if (node % skynet::fan_out == 0) parents.push_back(0);
      parents.back() = std::max(parents.back(), done);
    }
    ready = std::move(parents);
  }
  return end;
}

// A thousand leaves are 1,111 nodes. Their 10 s take four cores 2.5 s; were there a million cores, one leaf's share of
// 10 s / 1000 would still be in the way.
TEST(SkynetIdeal, IsTheSharedRecursionOrOneChain) {
  EXPECT_DOUBLE_EQ(simul::ideal_s<Workload>({1'000}, 4, 10), 2.5);
  EXPECT_DOUBLE_EQ(simul::ideal_s<Workload>({1'000}, 1, 10), 10);
  EXPECT_DOUBLE_EQ(simul::ideal_s<Workload>({1'000}, 1'000'000, 10), 0.01);
  EXPECT_EQ(Workload::bounds({1'000}, 4, 10)[0].first, "work");
  EXPECT_GT(Workload::bounds({1'000}, 4, 10)[0].second, Workload::bounds({1'000}, 4, 10)[1].second);
}

TEST(SkynetIdeal, IsNeverAboveWhatASchedulerNeeds) {
  for (std::uint64_t i = 0; i < 3000; ++i) {
    std::vector<Level> levels;
    double all = 0;
    for (std::int64_t nodes = i % 3 == 0 ? 100 : i % 3 == 1 ? 10 : 1; nodes >= 1; nodes /= skynet::fan_out) {
      const double cost = 1e-6 * static_cast<double>(1 + simul::mix(4 * i + levels.size()) % 1000);
      levels.push_back({nodes, cost});
      all += static_cast<double>(nodes) * cost;
    }
    const unsigned cpus = 1 + static_cast<unsigned>(simul::mix(i + 1'000'000) % 200);
    const double ideal = simul::ideal_s<Workload>({levels.front().nodes}, cpus, all);
    ASSERT_LE(ideal, simulated_s(levels, cpus) + 1e-12)
        << levels.front().nodes << " leaves, " << cpus << " CPUs";
    if (cpus == 1) {
      ASSERT_NEAR(ideal, simulated_s(levels, cpus), 1e-9);
    }
  }
}

}  // namespace
}  // namespace skynet
