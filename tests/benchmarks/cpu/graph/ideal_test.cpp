// The closed forms by hand, and against a scheduler that is never idle.
#include <gtest/gtest.h>

#include <functional>
#include <queue>

#include "benchmarks/cpu/graph/workload.hpp"

namespace graph {
namespace {

// 8 columns of 10 steps, 8 s of work in all: two cores take 4 s, and any number of them 1 s, as the steps of
// a column come one after the other.
TEST(GraphIdeal, IsTheSharedWorkOrTheStepsOfAColumn) {
  for (const std::int64_t pattern :
       {Pattern::chain, Pattern::stencil, Pattern::fft, Pattern::all_to_all, Pattern::random}) {
    const Parameters p{pattern, Kernel::compute, 8, 10, 100, 100};
    EXPECT_DOUBLE_EQ(simul::ideal_s<Workload>(p, 1, 8), 8);
    EXPECT_DOUBLE_EQ(simul::ideal_s<Workload>(p, 2, 8), 4);
    EXPECT_DOUBLE_EQ(simul::ideal_s<Workload>(p, 64, 8), 1);
    EXPECT_EQ(Workload::bounds(p, 2, 8)[0].first, "work");
    EXPECT_EQ(Workload::bounds(p, 2, 8)[1].first, "longest_chain");
  }
}

// Nobody needs anybody: 80 cores could do it in the time of one task.
TEST(GraphIdeal, OfATrivialGraphIsOneTaskAtLeast) {
  const Parameters p{Pattern::trivial, Kernel::compute, 8, 10, 100, 100};
  EXPECT_DOUBLE_EQ(simul::ideal_s<Workload>(p, 64, 8), 8.0 / 64);
  EXPECT_DOUBLE_EQ(simul::ideal_s<Workload>(p, 100, 8), 0.1);
}

// 1 + 2 + 4 + 4 tasks of 1 s: eleven seconds for one core, four steps for any number.
TEST(GraphIdeal, OfATreeIsItsWorkOrItsDepth) {
  const Parameters p{Pattern::tree, Kernel::compute, 4, 4, 100, 100};
  EXPECT_DOUBLE_EQ(simul::ideal_s<Workload>(p, 2, 11), 5.5);
  EXPECT_DOUBLE_EQ(simul::ideal_s<Workload>(p, 16, 11), 4);
}

// As many waits at once as columns, whatever the cores: ten steps of 2 ms.
TEST(GraphIdeal, OfWaitsNeedsNoCores) {
  for (const std::int64_t pattern : {Pattern::trivial, Pattern::stencil}) {
    const Parameters p{pattern, Kernel::wait, 8, 10, 2'000'000};
    EXPECT_DOUBLE_EQ(simul::ideal_s<Workload>(p, 1, 0), 0.02);
    EXPECT_DOUBLE_EQ(simul::ideal_s<Workload>(p, 64, 0), 0.02);
    EXPECT_EQ(Workload::bounds(p, 1, 0)[0].first, "waits");
  }
  // A tree begins with one: 4 steps deep, though its 11 waits would fit into 2.75.
  EXPECT_DOUBLE_EQ(simul::ideal_s<Workload>({Pattern::tree, Kernel::wait, 4, 4, 1'000'000}, 1, 0), 0.004);
}

// Whoever is free takes a task that may begin; costs as the kernel has them.
double simulated(const Graph& graph, const std::vector<double>& costs, unsigned cpus) {
  std::vector<std::size_t> missing;
  std::vector<double> may_begin(graph.tasks(), 0);
  using Ready = std::pair<double, Task>;
  std::priority_queue<Ready, std::vector<Ready>, std::greater<>> ready;
  std::priority_queue<double, std::vector<double>, std::greater<>> free;
  for (unsigned i = 0; i < cpus; ++i) free.push(0);
  for (Task task = 0; task < graph.tasks(); ++task) {
    missing.push_back(graph.before(task).size());
    if (missing.back() == 0) ready.emplace(0, task);
  }
  double end = 0;
  for (; !ready.empty();) {
    const auto [since, task] = ready.top();
    ready.pop();
    const double done = std::max(since, free.top()) + costs[task];
    free.pop();
    free.push(done);
    end = std::max(end, done);
    for (const Task later : graph.after(task)) {
      may_begin[later] = std::max(may_begin[later], done);
      if (--missing[later] == 0) ready.emplace(may_begin[later], later);
    }
  }
  return end;
}

TEST(GraphIdeal, IsNeverAboveWhatASchedulerNeeds) {
  for (std::int64_t i = 0; i < 700; ++i) {
    const Parameters p{i % 7, Kernel::imbalanced, 1 + i % 11, 1 + i % 13, 100, 1000};
    const Graph graph(p);
    std::vector<double> costs;
    double all = 0;
    for (Task task = 0; task < graph.tasks(); ++task) {
      costs.push_back(static_cast<double>(simul::seeded(task, 0, 2000)));
      all += costs.back();
    }
    const unsigned cpus = 1 + static_cast<unsigned>(i % 17);
    ASSERT_LE(simul::ideal_s<Workload>(p, cpus, all), simulated(graph, costs, cpus) + 1e-6) << i;
    if (cpus == 1) {
      ASSERT_NEAR(simul::ideal_s<Workload>(p, cpus, all), simulated(graph, costs, cpus), 1e-6) << i;
    }
  }
}

}  // namespace
}  // namespace graph
