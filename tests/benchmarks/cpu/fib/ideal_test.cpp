// The closed form against a scheduler that is never idle and knows that a call must be made before it is
// answered.
#include <gtest/gtest.h>

#include <functional>
#include <queue>

#include "benchmarks/cpu/fib/workload.hpp"
#include "benchmarks/harness/work.hpp"

namespace fib {
namespace {

struct Cost {
  double leaf, inner;  // a call that makes two more takes at least as long
};

struct Made {
  double at;
  std::int64_t n;
  bool operator>(const Made& other) const { return at > other.at; }
};

// Whoever is free takes the call that was made first.
double simulated_s(std::int64_t n, Cost cost, unsigned cpus) {
  std::priority_queue<double, std::vector<double>, std::greater<>> free;
  for (unsigned i = 0; i < cpus; ++i) free.push(0);
  std::priority_queue<Made, std::vector<Made>, std::greater<>> made;
  made.push({0, n});
  double end = 0;
  while (!made.empty()) {
    const Made next = made.top();
    made.pop();
    const double done = std::max(free.top(), next.at) + (next.n < 2 ? cost.leaf : cost.inner);
    free.pop();
    free.push(done);
    end = std::max(end, done);
    if (next.n < 2) continue;
    made.push({done, next.n - 1});
    made.push({done, next.n - 2});
  }
  return end;
}

// fib(5) takes 2 x 8 - 1 = 15 calls, and its longest chain 5, 4, 3, 2, 1 is five of them: 15 s take two cores
// 7.5 s, and a hundred 5 s.
TEST(FibIdeal, IsTheSharedRecursionOrOneChain) {
  EXPECT_DOUBLE_EQ(simul::ideal_s<Workload>({5}, 1, 15), 15);
  EXPECT_DOUBLE_EQ(simul::ideal_s<Workload>({5}, 2, 15), 7.5);
  EXPECT_DOUBLE_EQ(simul::ideal_s<Workload>({5}, 100, 15), 5);
  EXPECT_EQ(Workload::bounds({5}, 2, 15)[0].first, "work");
  EXPECT_GT(Workload::bounds({5}, 2, 15)[0].second, Workload::bounds({5}, 2, 15)[1].second);
  EXPECT_EQ(Workload::bounds({5}, 100, 15)[1].first, "longest_chain");
  EXPECT_LT(Workload::bounds({5}, 100, 15)[0].second, Workload::bounds({5}, 100, 15)[1].second);
}

// 30 of 2,692,537 calls: 90,000 cores would not be too many.
TEST(FibIdeal, OfThirtyIsSharedByAnyMachine) {
  EXPECT_DOUBLE_EQ(simul::ideal_s<Workload>({30}, 64, 6.4), 0.1);
  EXPECT_DOUBLE_EQ(simul::ideal_s<Workload>({30}, 1'000'000, 2.692537), 30e-6);
}

TEST(FibIdeal, IsNeverAboveWhatASchedulerNeeds) {
  for (std::uint64_t i = 0; i < 3000; ++i) {
    const auto n = static_cast<std::int64_t>(simul::mix(i) % 13);
    const unsigned cpus = 1 + static_cast<unsigned>(simul::mix(i + 1'000'000) % 40);
    const double leaf = 1e-9 * static_cast<double>(1 + simul::mix(i + 2'000'000) % 1000);
    const Cost cost{leaf, leaf + 1e-9 * static_cast<double>(simul::mix(i + 3'000'000) % 1000)};
    const auto leaves = static_cast<double>(fib::fibonacci(n + 1));
    const double all = leaves * cost.leaf + (Workload::units({n}) - leaves) * cost.inner;
    const double ideal = simul::ideal_s<Workload>({n}, cpus, all), took = simulated_s(n, cost, cpus);
    ASSERT_LE(ideal, took + 1e-12) << "fib(" << n << "), " << cpus << " CPUs";
    if (cpus == 1) {
      ASSERT_NEAR(ideal, took, 1e-12);
    }
  }
}

}  // namespace
}  // namespace fib
