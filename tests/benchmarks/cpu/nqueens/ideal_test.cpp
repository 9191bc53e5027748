// The closed form against a scheduler that is never idle, with made-up costs of the tasks.
#include <gtest/gtest.h>

#include <functional>
#include <numeric>
#include <queue>

#include "benchmarks/cpu/nqueens/workload.hpp"

namespace nqueens {
namespace {

// Whoever is free takes the next task.
double simulated_s(const std::vector<double>& costs, unsigned cpus) {
  std::priority_queue<double, std::vector<double>, std::greater<>> free;
  for (unsigned i = 0; i < cpus; ++i) free.push(0);
  double end = 0;
  for (const double cost : costs) {
    const double done = free.top() + cost;
    free.pop();
    free.push(done);
    end = std::max(end, done);
  }
  return end;
}

// Of 14 queens the first has 14 squares to stand on. 7 s of search take two cores 3.5 s, and 64 cores 0.5 s: no more
// than 14 of them have a task.
TEST(NQueensIdeal, IsTheSharedSearchOrItsMeanTask) {
  const Parameters p{.queens = 14, .rows_placed = 1};
  EXPECT_DOUBLE_EQ(simul::ideal_s<Workload>(p, 1, 7), 7);
  EXPECT_DOUBLE_EQ(simul::ideal_s<Workload>(p, 2, 7), 3.5);
  EXPECT_DOUBLE_EQ(simul::ideal_s<Workload>(p, 64, 7), 0.5);
  EXPECT_GT(Workload::bounds(p, 2, 7)[0].second, Workload::bounds(p, 2, 7)[1].second);
  EXPECT_EQ(Workload::bounds(p, 2, 7)[0].first, "work");
  EXPECT_LT(Workload::bounds(p, 64, 7)[0].second, Workload::bounds(p, 64, 7)[1].second);
  EXPECT_EQ(Workload::bounds(p, 64, 7)[1].first, "longest_task");
}

// With the second row placed as well there are 14 x 13 squares less those that are attacked: 13 twice next to a
// queen in the corner (12 free), 12 times in the middle (11 free): 2 x 12 + 12 x 11 = 156 tasks.
TEST(NQueensIdeal, OfFinerTasksSuitsMoreCores) {
  const Parameters p{.queens = 14, .rows_placed = 2};
  EXPECT_DOUBLE_EQ(simul::ideal_s<Workload>(p, 64, 6.4), 0.1);
  EXPECT_DOUBLE_EQ(simul::ideal_s<Workload>(p, 1000, 15.6), 0.1);
}

// And nobody who never idles takes longer than R. Graham's bound, C / p + (1 - 1 / p) of the longest task.
TEST(NQueensIdeal, IsNeverAboveWhatASchedulerNeeds) {
  for (std::uint64_t i = 0; i < 5000; ++i) {
    const Parameters p{.queens = 4 + static_cast<std::int64_t>(simul::mix(i) % 9), .rows_placed = 1};
    const unsigned cpus = 1 + static_cast<unsigned>(simul::mix(i + 1'000'000) % 20);
    std::vector<double> costs;
    for (std::size_t task = 0; task < Workload::tasks(p); ++task)
      costs.push_back(1e-6 * static_cast<double>(1 + simul::mix(100 * i + task) % 1'000'000));
    const double all = std::accumulate(costs.begin(), costs.end(), 0.0), took = simulated_s(costs, cpus);
    ASSERT_LE(simul::ideal_s<Workload>(p, cpus, all), took + 1e-9)
        << p.queens << " queens, " << cpus << " CPUs";
    ASSERT_LE(took, all / cpus + (1 - 1.0 / cpus) * std::ranges::max(costs) + 1e-9);
    if (cpus == 1) {
      ASSERT_NEAR(simul::ideal_s<Workload>(p, cpus, all), took, 1e-9);
    }
  }
}

}  // namespace
}  // namespace nqueens
