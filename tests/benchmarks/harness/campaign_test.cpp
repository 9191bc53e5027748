#include "benchmarks/harness/campaign.hpp"

#include <gmock/gmock.h>

#include <set>

#include "benchmarks/harness/enter.hpp"
#include "tests/benchmarks/harness/made_up.hpp"
#include "tests/benchmarks/harness/toy.hpp"

namespace {

using namespace simul;
using testing::HasSubstr;
using Call = MadeUpExecutor::Call;

struct Rounds : testing::Test {
  void run(const std::vector<std::string>& names, Schedule schedule = {.rounds = 4, .seed = 444}) {
    campaign.emplace(toy_cells(names), schedule, executor, interrupted);
    campaign->run([](const Progress&) {}, [&] { ++saved; });
  }
  const Result& result(const std::string& name) {
    return *std::ranges::find(campaign->results(), name,
                              [](const Result& r) { return r.cell.contestant->name; });
  }
  std::size_t calls(const std::string& name, Pass pass, bool confined = false) {
    return static_cast<std::size_t>(std::ranges::count_if(executor.calls, [&](const Call& call) {
      return call.contestant == name && call.order.pass == pass && call.confined == confined;
    }));
  }

  MadeUpExecutor executor;
  std::atomic<bool> interrupted{false};
  std::optional<Campaign> campaign;
  int saved = 0;
};

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

// The toy without a journal: there is only memory to look at.
struct Unnoted : toy::Workload {
  static std::size_t tasks(const toy::Parameters&) { return 0; }
};

TEST_F(Rounds, ObserveOnlyThoseWithChildrenWhereThereIsNoJournal) {
  executor.answer = [](const Call& call) {
    Report report = took(0.1);
    report.has_children = call.contestant == "fork_pool";
    return report;
  };
  auto cells = toy_cells({"coro", "threads", "fork_pool"});
  for (Cell& cell : cells)
    cell.problem = std::make_shared<ProblemOf<Unnoted>>(toy::Parameters{3, 1, 100});
  campaign.emplace(std::move(cells), Schedule{.rounds = 2}, executor, interrupted);
  campaign->run([](const Progress&) {}, [] {});
  EXPECT_EQ(calls("fork_pool", Pass::observed), 1U);
  EXPECT_EQ(calls("threads", Pass::observed) + calls("coro", Pass::observed), 0U);
}

// It does one thing after the other, which is known; others may be slow for a reason that shows.
TEST_F(Rounds, DoNotObserveASlowBaselineUnlessItIsToBeDrawn) {
  double baseline_s = 1.01;
  executor.answer = [&](const Call& call) { return took(call.contestant == "sequential" ? baseline_s : 1.01); };
  run({"sequential", "uv"});
  EXPECT_EQ(calls("sequential", Pass::observed), 0U);
  EXPECT_EQ(calls("uv", Pass::observed), 1U);
  run({"sequential", "uv"}, {.rounds = 2, .traces = true});
  EXPECT_EQ(calls("sequential", Pass::observed), 1U);
  baseline_s = 0.99;
  run({"sequential", "uv"});
  EXPECT_EQ(calls("sequential", Pass::observed), 2U);
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

TEST_F(Rounds, DoNotRunAFailedCellAgain) {
  executor.answer = [](const Call& call) {
    return call.contestant == "liar" ? failed(Status::wrong_answer, "it lied") : took(1);
  };
  run({"liar", "coro"});
  EXPECT_EQ(calls("liar", Pass::timed), 1U);
  EXPECT_EQ(calls("liar", Pass::observed), 0U);
  EXPECT_EQ(result("liar").status, Status::wrong_answer);
  EXPECT_EQ(result("liar").reason, "it lied");
  EXPECT_EQ(result("coro").runs.size(), 4U);
  EXPECT_TRUE(campaign->complete());
}

TEST_F(Rounds, SayInWhichPassACellFailed) {
  executor.answer = [](const Call& call) {
    if (call.confined) return failed(Status::timed_out, "too slow");
    return call.order.pass == Pass::observed ? failed(Status::crashed, "it broke") : took(1);
  };
  run({"coro", "threads"});
  EXPECT_EQ(result("coro").reason, "observed: it broke");
  EXPECT_EQ(result("coro").status, Status::crashed);
  EXPECT_THAT(result("threads").reason, HasSubstr("confined to one CPU: too slow"));
}

TEST_F(Rounds, TellOfAFailureOnceWhenItComes) {
  executor.answer = [](const Call& call) {
    return call.contestant == "liar" ? failed(Status::wrong_answer, "it lied") : took(1);
  };
  campaign.emplace(toy_cells({"liar", "coro"}), Schedule{.rounds = 3}, executor, interrupted);
  std::vector<std::string> told;
  campaign->on_failure([&](const Result& result) { told.push_back(result.reason); });
  campaign->run([](const Progress&) {}, [] {});
  EXPECT_EQ(told, std::vector<std::string>{"it lied"});
}

TEST_F(Rounds, KeepAHoleAHole) {
  auto cells = toy_cells({"coro", "uv"});
  cells[1].unsupported = Hole("there is a reason");
  campaign.emplace(std::move(cells), Schedule{.rounds = 1}, executor, interrupted);
  campaign->run([](const Progress&) {}, [] {});
  EXPECT_EQ(result("uv").status, Status::unsupported);
  EXPECT_EQ(result("uv").reason, "there is a reason");
  EXPECT_EQ(calls("uv", Pass::timed), 0U);
}

// A report as the executor makes it when it saw `bytes` of memory within the window.
Report seen(std::int64_t bytes) {
  Report report = took(1);
  report.bytes_together = bytes;
  return report;
}

TEST_F(Rounds, LookAtTheMemoryOfEachSizeOnceAfterTheObservedRun) {
  executor.answer = [](const Call& call) {
    return call.order.pass == Pass::memory ? seen(1000 + static_cast<std::int64_t>(call.order.memory_point))
                                           : took(1);
  };
  run({"coro", "threads", "sequential"});
  EXPECT_EQ(calls("coro", Pass::memory), 3U);
  EXPECT_EQ(calls("sequential", Pass::memory), 0U);
  const auto& points = result("threads").memory.points;
  ASSERT_EQ(points.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(points[i].tasks, i + 1);
    EXPECT_EQ(points[i].bytes, 1000 + static_cast<std::int64_t>(i));
  }
  const auto in = [](Pass pass) { return [pass](const Call& call) { return call.order.pass == pass; }; };
  const auto last_observed =
      std::ranges::find_if(executor.calls.rbegin(), executor.calls.rend(), in(Pass::observed));
  const auto first_memory = std::ranges::find_if(executor.calls, in(Pass::memory));
  EXPECT_LT(&*last_observed, &*first_memory);
}

TEST_F(Rounds, LeaveOutASizeThatCannotBeSeenAndSayWhy) {
  executor.answer = [](const Call& call) {
    if (call.order.pass != Pass::memory) return took(1);
    return call.order.memory_point == 1 ? failed(Status::unsupported, "two are too many") : seen(7);
  };
  run({"coro"});
  EXPECT_EQ(result("coro").status, Status::ok);
  EXPECT_EQ(result("coro").memory.points.size(), 2U);
  ASSERT_EQ(result("coro").memory.left_out.size(), 1U);
  EXPECT_EQ(result("coro").memory.left_out[0].tasks, 2U);
  EXPECT_EQ(result("coro").memory.left_out[0].reason, "two are too many");
}

TEST_F(Rounds, VerifyTheRunsWhoseMemoryIsLookedAtToo) {
  executor.answer = [](const Call& call) {
    return call.order.pass == Pass::memory ? failed(Status::wrong_answer, "it lied") : took(1);
  };
  run({"coro"});
  EXPECT_EQ(result("coro").status, Status::wrong_answer);
  EXPECT_EQ(result("coro").reason, "with its memory watched, 1 tasks: it lied");
  EXPECT_EQ(calls("coro", Pass::memory), 1U);
}

TEST_F(Rounds, CountWhatACellCreatesOnceAndNotThatOfSlowOnes) {
  executor.answer = [](const Call& call) {
    Report report = took(call.contestant == "uv" ? 1.01 : 0.99);
    if (call.order.pass == Pass::counted) report = {}, report.created = Created{1, 2, 3, 4};
    return report;
  };
  run({"coro", "uv"});
  EXPECT_EQ(calls("coro", Pass::counted), 1U);
  EXPECT_EQ(calls("uv", Pass::counted), 0U);
  EXPECT_EQ(result("coro").created.value().bytes, 4);
  EXPECT_EQ(result("coro").runs.size(), 4U);
  EXPECT_FALSE(result("uv").created);
  run({"uv"}, {.rounds = 1, .bare = true});  // on a busy machine every cell may be slow, and its counters all there is
  EXPECT_EQ(result("uv").created.value().bytes, 4);
}

TEST_F(Rounds, DoNotBlameACellForWhatCannotBeCounted) {
  for (const auto status : {Status::unsupported, Status::timed_out, Status::out_of_memory}) {
    executor.answer = [&](const Call& call) {
      return call.order.pass == Pass::counted ? failed(status, "in vain") : took(1);
    };
    run({"coro"});
    EXPECT_EQ(result("coro").status, Status::ok) << name_of(status);
    EXPECT_EQ(result("coro").uncounted, "in vain");
  }
}

TEST_F(Rounds, VerifyTheCountedRunToo) {
  executor.answer = [](const Call& call) {
    return call.order.pass == Pass::counted ? failed(Status::wrong_answer, "it lied") : took(1);
  };
  run({"coro"});
  EXPECT_EQ(result("coro").status, Status::wrong_answer);
  EXPECT_EQ(result("coro").reason, "counted: it lied");
}

TEST_F(Rounds, KeepJournalsOnlyWhenTheyAreAskedFor) {
  executor.answer = [](const Call& call) {
    Report report = took(1);
    if (call.order.tells_story) report.story = Story{.start_ns = 7, .tasks = {}};
    return report;
  };
  run({"coro"});
  EXPECT_FALSE(result("coro").story);
  run({"coro"}, {.rounds = 4, .seed = 444, .traces = true});
  EXPECT_EQ(result("coro").story.value().start_ns, 7);
}

TEST_F(Rounds, MergeTheLatenciesOfAllTimedRunsAndOfNoOther) {
  executor.answer = [](const Call& call) {
    Report report = took(1);
    report.latency.emplace().record(
        std::chrono::microseconds(call.confined || call.order.pass != Pass::timed ? 999 : 5));
    return report;
  };
  run({"threads"});
  ASSERT_TRUE(result("threads").latency);
  EXPECT_EQ(result("threads").latency->count(), 4U);
  EXPECT_EQ(result("threads").latency->max_ns(), 5000);
}

}  // namespace
