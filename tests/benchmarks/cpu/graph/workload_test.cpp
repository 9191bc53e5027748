#include "benchmarks/cpu/graph/workload.hpp"

#include <gmock/gmock.h>

#include <set>
#include <thread>

#include "benchmarks/harness/probe.hpp"

namespace graph {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

simul::Silent silent;

// A graph and its outputs, with whose tasks a test does what a contestant would or should not.
struct Sheet {
  explicit Sheet(const Parameters& p) : graph(p), outputs(graph.tasks()) {}
  void one(Task task) {
    if (!graph.parameters().waits()) return tasks.run(task, silent);
    std::this_thread::sleep_until(tasks.begin(task, silent));
    tasks.end(task, silent);
  }
  std::optional<std::string> all(std::uint64_t nonce, const std::vector<Task>& order) {
    tasks.open(nonce);
    for (const Task task : order) one(task);
    return wrong(nonce);
  }
  std::optional<std::string> wrong(std::uint64_t nonce) const {
    return Workload::verify(graph.parameters(), nonce, tasks.tally());
  }
  std::vector<Task> in_order() const {
    std::vector<Task> order(graph.tasks());
    for (Task task = 0; task < order.size(); ++task) order[task] = task;
    return order;
  }

  Graph graph;
  std::vector<Output> outputs;
  Tasks tasks{graph, outputs};
};

const Parameters stencil{Pattern::stencil, Kernel::compute, 4, 3, 10, 10};

std::vector<Task> before(const Graph& graph, Task task) {
  return {graph.before(task).begin(), graph.before(task).end()};
}

TEST(Graph, OfAStencilNeedsTheNeighboursThatThereAre) {
  const Graph graph(stencil);
  EXPECT_EQ(graph.tasks(), 12U);
  EXPECT_THAT(before(graph, 0), IsEmpty());
  EXPECT_THAT(before(graph, 4), ElementsAre(0, 1));
  EXPECT_THAT(before(graph, 5), ElementsAre(0, 1, 2));
  EXPECT_THAT(before(graph, 11), ElementsAre(6, 7));
  EXPECT_THAT(graph.column(2), ElementsAre(2, 6, 10));
  EXPECT_THAT(graph.after(2), ElementsAre(5, 6, 7));
}

TEST(Graph, HasThePatternsOfTaskBench) {
  const auto of = [](std::int64_t pattern) { return Graph({pattern, Kernel::compute, 4, 3, 10}); };
  EXPECT_THAT(before(of(Pattern::trivial), 5), IsEmpty());
  EXPECT_THAT(before(of(Pattern::chain), 5), ElementsAre(1));
  EXPECT_THAT(before(of(Pattern::all_to_all), 5), ElementsAre(0, 1, 2, 3));
  EXPECT_THAT(before(of(Pattern::fft), 5), ElementsAre(0, 1));  // columns 0 and 1 differ in the lowest bit
  EXPECT_THAT(before(of(Pattern::fft), 9), ElementsAre(5, 7));  // columns 1 and 3 in the next
  // A tree of 1, 2 and 4 tasks: 0, then 1 and 2, then 3 to 6.
  EXPECT_EQ(of(Pattern::tree).tasks(), 7U);
  EXPECT_THAT(before(of(Pattern::tree), 6), ElementsAre(2));
  EXPECT_THAT(of(Pattern::tree).column(1), ElementsAre(2, 4));
}

TEST(Graph, DrawsTheSameInputsEveryTime) {
  const Parameters p{Pattern::random, Kernel::compute, 16, 20, 10};
  const Graph one(p), other(p);
  std::set<std::size_t> degrees;
  for (Task task = 16; task < one.tasks(); ++task) {
    EXPECT_EQ(before(one, task), before(other, task));
    EXPECT_THAT(before(one, task), testing::Contains(task - 16));  // its own column
    degrees.insert(before(one, task).size());
  }
  EXPECT_THAT(degrees, ElementsAre(1, 2, 3));
}

TEST(Graph, OfWaitsHasOneAtATimeInEachColumn) {
  const Graph graph({Pattern::trivial, Kernel::wait, 4, 3, 10});
  EXPECT_THAT(before(graph, 5), ElementsAre(1));
  EXPECT_THAT(graph.inputs(5), IsEmpty());
  EXPECT_THAT(before(Graph({Pattern::tree, Kernel::wait, 4, 3, 10}), 4), ElementsAre(1, 2));
}

TEST(Graph, IsRightInAnyOrderThatHonoursIt) {
  for (std::int64_t pattern = 0; pattern < static_cast<std::int64_t>(patterns.size()); ++pattern) {
    for (std::int64_t kernel = 0; kernel < static_cast<std::int64_t>(kernels.size()); ++kernel) {
      Sheet sheet({pattern, kernel, 5, 4, 100, 7});
      EXPECT_EQ(sheet.all(7, sheet.in_order()), std::nullopt) << patterns[pattern] << ' ' << kernels[kernel];
      auto backwards = sheet.in_order();  // within each step
      std::ranges::sort(backwards, {}, [&](Task t) {
        return std::pair(sheet.graph.place(t).step, -sheet.graph.place(t).column);
      });
      EXPECT_EQ(sheet.all(8, backwards), std::nullopt) << patterns[pattern] << ' ' << kernels[kernel];
    }
  }
}

TEST(Graph, RejectsATaskThatIsRunTooEarly) {
  Sheet sheet(stencil);
  auto order = sheet.in_order();
  std::swap(order[3],
            order[4]);  // the first of the second step before the last of the first: which it does not need
  EXPECT_EQ(sheet.all(7, order), std::nullopt);
  std::swap(order[1], order[3]);  // and now before one that it does
  EXPECT_EQ(sheet.all(8, order), "1 inputs were not there when a task took them");
}

TEST(Graph, RejectsADroppedTask) {
  Sheet sheet(stencil);
  auto order = sheet.in_order();
  order.pop_back();
  EXPECT_EQ(sheet.all(7, order), "11 tasks were done in this run, not 12");
  sheet.tasks.open(9);
  EXPECT_EQ(sheet.wrong(9), "0 tasks were done in this run, not 12");
}

TEST(Graph, RejectsATaskThatIsRunAgain) {
  Sheet sheet(stencil);
  auto order = sheet.in_order();
  order.push_back(5);
  EXPECT_EQ(sheet.all(7, order), "1 times a task was done again");
}

TEST(Graph, RejectsTheAnswerOfAnotherRun) {
  Sheet sheet(stencil);
  EXPECT_EQ(sheet.all(7, sheet.in_order()), std::nullopt);
  EXPECT_EQ(sheet.wrong(8), "the outputs are not those of this graph");
}

TEST(Graph, RejectsInputsOfTheRunBefore) {
  Sheet sheet(stencil);
  sheet.all(7, sheet.in_order());
  EXPECT_EQ(sheet.all(8, {4, 5, 6, 7, 8, 9, 10, 11, 0, 1, 2, 3}),
            "10 inputs were not there when a task took them");
}

TEST(Graph, RejectsAChangedOutput) {
  Sheet sheet(stencil);
  sheet.tasks.open(7);
  for (const Task task : sheet.in_order()) {
    sheet.one(task);
    sheet.outputs[5].value ^= task == 5;
  }
  EXPECT_EQ(sheet.wrong(7), "the outputs are not those of this graph");
}

TEST(Graph, RejectsWaitsThatAreCutShortOrCrowdTheirColumn) {
  Sheet sheet({Pattern::trivial, Kernel::wait, 2, 2, 1'000'000});
  sheet.all(7, sheet.in_order());
  sheet.outputs[3].ended = sheet.outputs[3].began;
  EXPECT_THAT(sheet.wrong(7).value(), testing::EndsWith("waits ended too early"));
  sheet.all(8, sheet.in_order());
  sheet.outputs[0].ended = sheet.outputs[2].ended;
  EXPECT_EQ(sheet.wrong(8), "1 waits began while their column was waiting");
}

TEST(Graph, IsNamedInWords) {
  EXPECT_EQ(Workload::word("pattern", Pattern::all_to_all), "all_to_all");
  EXPECT_EQ(Workload::word("kernel", Kernel::imbalanced), "imbalanced");
  EXPECT_EQ(Workload::word("width", 1), std::nullopt);
}

TEST(Graph, CountsItsTasksWithoutMakingThem) {
  for (const Parameters& p : Workload::points("full")) EXPECT_EQ(task_count(p), Graph(p).tasks());
}

}  // namespace
}  // namespace graph
