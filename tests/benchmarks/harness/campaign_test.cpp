// What a campaign plans: which cells, in which order, how often.
#include "benchmarks/harness/campaign.hpp"

#include <gmock/gmock.h>

#include <set>

#include "benchmarks/harness/enter.hpp"
#include "tests/benchmarks/harness/rounds.hpp"
#include "tests/benchmarks/harness/toy.hpp"

namespace {

using namespace simul;
using Call = MadeUpExecutor::Call;

TEST_F(Rounds, RunEveryCellOnceInEachRound) {
  run({"coro", "sequential", "threads"});
  for (const char* name : {"coro", "sequential", "threads"}) {
    EXPECT_EQ(calls(name, Pass::timed), 4U) << name;
    EXPECT_THAT(result(name).rounds, testing::ElementsAre(0, 1, 2, 3)) << name;
    EXPECT_EQ(calls(name, Pass::observed), 1U) << name;
  }
  EXPECT_TRUE(campaign->complete());
  EXPECT_EQ(saved, 4);
}

TEST_F(Rounds, ConfineOnlyWhatHasSeveralLanesAndGiveItOneWorker) {
  run({"coro", "threads", "fork_pool"});
  EXPECT_EQ(calls("coro", Pass::timed, true), 0U);
  EXPECT_EQ(calls("threads", Pass::timed, true), 4U);
  EXPECT_EQ(result("fork_pool").confined_s.size(), 4U);
  for (const Call& call : executor.calls) {
    if (call.contestant == "coro") continue;
    EXPECT_EQ(call.workers, call.confined ? 1U : 2U);
    if (call.contestant != "fork_pool") continue;
    EXPECT_THAT(call.cell, testing::EndsWith(call.confined ? "/workers:1" : "/workers:2"));
  }
}

TEST_F(Rounds, MayBeConfinedLessOften) {
  run({"coro", "threads"}, {.rounds = 4, .confined_rounds = 3});
  EXPECT_EQ(calls("threads", Pass::timed), 4U);
  EXPECT_EQ(calls("threads", Pass::timed, true), 3U);
  EXPECT_THAT(result("threads").confined_rounds, testing::ElementsAre(0, 1, 2));
}

TEST_F(Rounds, AreTimedAndCountedAndNothingElseWhenBare) {
  run({"coro", "threads", "sequential"}, {.rounds = 3, .seed = 444, .bare = true});
  for (const char* name : {"coro", "threads", "sequential"}) {
    EXPECT_EQ(calls(name, Pass::timed), 3U) << name;
    EXPECT_EQ(result(name).runs.size(), 3U) << name;
  }
  EXPECT_EQ(calls("sequential", Pass::counted), 1U);
  std::vector<std::size_t> points;
  for (const Call& call : executor.calls) {
    if (call.order.pass == Pass::memory && call.contestant == "coro")
      points.push_back(call.order.memory_point);
  }
  EXPECT_THAT(points, testing::ElementsAre(0, 2));  // of three: the outermost
  EXPECT_EQ(executor.calls.size(), 9U + 3U + 2U * 2U);
  EXPECT_TRUE(campaign->complete());
}

TEST_F(Rounds, TimeTheKernelOfAProblemOnceBeforeAndOnceAfter) {
  double cost = 5;
  executor.answer = [&](const Call& call) {
    Report report = took(1);
    if (call.order.pass == Pass::kernel) report.kernel_s = cost--;
    return report;
  };
  run({"coro", "uv"});
  EXPECT_EQ(calls("coro", Pass::kernel) + calls("uv", Pass::kernel), 2U);
  ASSERT_EQ(campaign->kernel_s().size(), 1U);
  EXPECT_EQ(campaign->kernel_s().at("cpu/toy/tasks:3/shift:1").value, 4 * 3);  // the least, for three tasks
}

TEST_F(Rounds, GiveEachRoundAnotherNonceAndBothHalvesTheSame) {
  run({"threads"});
  std::set<std::uint64_t> free, confined;
  for (const Call& call : executor.calls) {
    if (call.order.pass == Pass::timed) (call.confined ? confined : free).insert(call.order.nonce);
  }
  EXPECT_EQ(free.size(), 4U);
  EXPECT_EQ(free, confined);
}

TEST_F(Rounds, AreShuffledByTheSeedAlone) {
  const auto order = [&](std::uint64_t seed) {
    executor.calls.clear();
    run({"coro", "coro_b", "uv", "sequential", "floor"}, {.rounds = 4, .seed = seed});
    std::vector<std::string> names;
    for (const Call& call : executor.calls) names.push_back(call.contestant);
    return names;
  };
  EXPECT_EQ(order(1), order(1));
  EXPECT_NE(order(1), order(2));
}

TEST_F(Rounds, RunASlowCellLessOften) {
  executor.answer = [](const Call& call) { return took(call.contestant == "uv" ? 1.01 : 0.99); };
  run({"coro", "uv"}, {.rounds = 5, .slow_rounds = 2, .seed = 1});
  EXPECT_EQ(result("coro").runs.size(), 5U);
  EXPECT_EQ(result("uv").runs.size(), 2U);
}

// Four of them have six pairs, for which ten rounds are enough.
TEST_F(Rounds, AreNoMoreThanRankingNeedsIfSoAsked) {
  const std::vector<std::string> names{"coro", "coro_b", "sequential", "threads", "floor"};
  run(names, {.rounds = 12, .as_few_as_rank = true});
  for (const auto& name : names) EXPECT_EQ(result(name).runs.size(), 10U) << name;
  run(names, {.rounds = 4, .as_few_as_rank = true});
  for (const auto& name : names) EXPECT_EQ(result(name).runs.size(), 4U) << name;
}

TEST_F(Rounds, TellEachProcessFromWhenOnItsFirstRunIsSlow) {
  run({"coro", "threads"}, {.rounds = 2, .slow_s = 0.25});
  for (const Call& call : executor.calls) {
    if (call.order.pass == Pass::timed) {
      EXPECT_EQ(call.order.slow_s, 0.25);
    }
    if (call.order.pass == Pass::observed) {
      EXPECT_EQ(call.order.slow_s, 0.25);
    }
  }
}

// The toy whose first run is as good as any.
struct Ready : toy::Workload {
  static constexpr bool warms_up = false;
};

TEST_F(Rounds, DoNotWarmUpWhatNeedNot) {
  auto cells = toy_cells({"coro", "threads"});
  cells[0].problem = std::make_shared<ProblemOf<Ready>>(toy::Parameters{3, 1, 100});
  campaign.emplace(std::move(cells), Schedule{.rounds = 2, .slow_s = 0.25}, executor, interrupted);
  campaign->run([](const Progress&) {}, [] {});
  for (const Call& call : executor.calls) {
    if (call.order.pass == Pass::timed) {
      EXPECT_EQ(call.order.slow_s, call.contestant == "coro" ? 0 : 0.25);
    }
    if (call.order.pass == Pass::observed) {
      EXPECT_EQ(call.order.slow_s, 0.25);
    }
  }
}

// The toy's shift is taken for the length of its tasks.
std::vector<Cell> toys_of_lengths(std::initializer_list<std::int64_t> lengths) {
  std::vector<Cell> cells;
  for (const std::int64_t length : lengths) {
    for (Cell& cell : toy_cells({"coro", "threads"})) {
      cell.problem = std::make_shared<ProblemOf<toy::Workload>>(toy::Parameters{3, length, 100});
      cell.name += '/' + std::to_string(length);
      cells.push_back(std::move(cell));
    }
  }
  return cells;
}

struct Sweeps : Rounds {
  void sweep(bool in_brief) {
    campaign.emplace(toys_of_lengths({1, 5, 3}), Schedule{.rounds = 4, .sweeps_in_brief = in_brief}, executor,
                     interrupted);
    campaign->run([](const Progress&) {}, [] {});
  }
};

TEST_F(Sweeps, InBriefHaveOnlyTheirLongestTasksConfinedAndObserved) {
  sweep(true);
  EXPECT_EQ(calls("coro", Pass::timed), 3 * 4U);
  EXPECT_EQ(calls("threads", Pass::timed, true), 4U);
  EXPECT_EQ(calls("coro", Pass::observed), 1U);
  for (const Result& result : campaign->results()) {
    EXPECT_EQ(result.in_brief, !result.cell.name.ends_with("/5")) << result.cell.name;
    EXPECT_EQ(result.runs.size(), 4U);
  }
}

TEST_F(Sweeps, HaveAllOfThemConfinedAndObservedOtherwise) {
  sweep(false);
  EXPECT_EQ(calls("threads", Pass::timed, true), 3 * 4U);
  EXPECT_EQ(calls("coro", Pass::observed), 3U);
}

TEST_F(Rounds, KnowWhatTheyWereSpentOn) {
  run({"coro", "threads"}, {.rounds = 2, .bare = true});
  const Spent& spent = campaign->spent();
  ASSERT_EQ(spent.by_workload.size(), 1U);
  EXPECT_EQ(spent.by_workload.at("cpu/toy"), spent.by_job);
  for (const Job job : {Job::kernel, Job::confined, Job::observed})
    EXPECT_EQ(spent.by_job[static_cast<std::size_t>(job)], 0);
  EXPECT_GT(spent.by_job[static_cast<std::size_t>(Job::timed)], 0);
}

}  // namespace
