#include "benchmarks/harness/comparison.hpp"

#include <gmock/gmock.h>

#include <map>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/harness/summary.hpp"
#include "tests/benchmarks/harness/made_up.hpp"
#include "tests/benchmarks/harness/toy.hpp"

namespace {

using namespace simul;

struct Compared : testing::Test {
  // `sequential` takes 8 s, `coro` 2 s, `floor` 1 s, `threads` 4 s and on one CPU 6 s; the kernel 1 s a task.
  static Report made_up(const MadeUpExecutor::Call& call) {
    const std::map<std::string, double> wall{{"sequential", 8}, {"coro", 2}, {"floor", 1}, {"threads", 4}};
    Report report = took(call.confined ? 6 : wall.at(call.contestant), 3);
    report.kernel_s = call.order.pass == Pass::kernel ? 1 : 0;
    if (call.order.pass == Pass::observed) report.account = Account{.mean = 2.5, .peak = 3};
    report.peak_memory_bytes = call.order.pass == Pass::observed ? 100 : 70;
    report.runs[0].usage.voluntary_switches = 5, report.runs[0].usage.involuntary_switches = 2;
    return report;
  }
  const Comparison& over(const std::vector<std::string>& names,
                         Schedule schedule = {.rounds = 2, .seed = 1}) {
    return over_cells(toy_cells(names), schedule);
  }
  const Comparison& over_cells(std::vector<Cell> cells, Schedule schedule = {.rounds = 2, .seed = 1}) {
    campaign.emplace(std::move(cells), schedule, executor, interrupted);
    campaign->run([](const Progress&) {}, [] {});
    comparisons = compare(*campaign, 2);
    return comparisons.at(0);
  }
  const Standing& standing(const std::string& name) {
    return *std::ranges::find(comparisons[0].standings, name,
                              [](const Standing& s) { return s.result->cell.contestant->name; });
  }
  Metric metric(const std::string& name, const std::string& what) {
    for (const auto& [key, found] : standing(name).metrics) {
      if (key == what) return found;
    }
    return Metric::unknown("there is no such metric");
  }

  MadeUpExecutor executor;
  std::atomic<bool> interrupted{false};
  std::optional<Campaign> campaign;
  std::vector<Comparison> comparisons;
  void SetUp() override { executor.answer = made_up; }
};

TEST_F(Compared, WhatACellCreatesIsCountedOrThereIsAReason) {
  executor.answer = [](const MadeUpExecutor::Call& call) {
    Report report = made_up(call);
    for (auto& run : report.runs) run.wall_s /= call.contestant == "coro" ? 10 : 1;
    if (call.order.pass == Pass::counted) report.created = Created{4, 3, 2, 1000};
    return report;
  };
  over({"sequential", "coro"});
  EXPECT_EQ(metric("coro", "threads_created").value, 4);
  EXPECT_EQ(metric("coro", "processes_created").value, 3);
  EXPECT_EQ(metric("coro", "allocations").value, 2);
  EXPECT_EQ(metric("coro", "allocated_bytes").value, 1000);
  EXPECT_EQ(metric("sequential", "allocations").value, std::nullopt);
  EXPECT_EQ(metric("sequential", "allocations").reason, "not counted: a run takes too long for one more");
  executor.answer = [](const MadeUpExecutor::Call& call) {
    return call.order.pass == Pass::counted ? failed(Status::unsupported, "it cannot be counted") : took(0.5);
  };
  over({"coro"});
  EXPECT_EQ(metric("coro", "threads_created").reason, "it cannot be counted");
}

TEST_F(Compared, CellsAreMeasuredByTheirBaselineFloorKernelAndIdeal) {
  EXPECT_EQ(over({"sequential", "coro", "floor"}).baseline, "measured");
  EXPECT_EQ(comparisons[0].useful_cpu, "kernel");
  EXPECT_EQ(path_of(comparisons[0].parameters), "tasks:3/shift:1");
  EXPECT_DOUBLE_EQ(metric("coro", "speedup").value.value(), 4);
  EXPECT_DOUBLE_EQ(metric("coro", "useful_parallelism").value.value(), 1.5);  // 3 tasks of 1 s within 2 s
  EXPECT_DOUBLE_EQ(metric("coro", "wait_overlap").value.value(), 2.5);
  EXPECT_DOUBLE_EQ(metric("coro", "cores_busy").value.value(), 1.5);
  EXPECT_DOUBLE_EQ(metric("coro", "of_ideal").value.value(), 0.75);  // 3 s of work on 2 CPUs
  EXPECT_DOUBLE_EQ(metric("coro", "of_floor").value.value(), 0.5);
  EXPECT_DOUBLE_EQ(metric("coro", "parallelism_gain").value.value(), 1);
}

TEST_F(Compared, CellsTakeWhatTheOtherPassesSaw) {
  over({"sequential", "threads", "coro"});
  EXPECT_DOUBLE_EQ(metric("threads", "concurrency_gain").value.value(), 8.0 / 6);
  EXPECT_DOUBLE_EQ(metric("threads", "parallelism_gain").value.value(), 1.5);
  EXPECT_DOUBLE_EQ(metric("threads", "in_flight_mean").value.value(), 2.5);
  EXPECT_DOUBLE_EQ(metric("threads", "in_flight_peak").value.value(), 3);
  EXPECT_DOUBLE_EQ(metric("threads", "early_wakes").value.value(), 0);
  EXPECT_DOUBLE_EQ(metric("threads", "concurrent_share").value.value(), 0.75);
  EXPECT_DOUBLE_EQ(metric("threads", "parallel_share").value.value(), 0);
  EXPECT_DOUBLE_EQ(metric("coro", "parallel_share").value.value(), 0.5);  // 3 s of CPU within 2 s
  EXPECT_DOUBLE_EQ(metric("threads", "observer_overhead").value.value(), 0);
  EXPECT_DOUBLE_EQ(metric("threads", "peak_memory_bytes").value.value(), 100);
  EXPECT_DOUBLE_EQ(metric("threads", "context_switches").value.value(), 7);
}

TEST_F(Compared, CellsWithoutABaselineHaveNoSpeedUp) {
  EXPECT_EQ(over({"coro"}).baseline, "none");
  EXPECT_EQ(metric("coro", "speedup").reason, "`sequential` has no verified run");
  EXPECT_FALSE(metric("coro", "of_floor").value);
  EXPECT_EQ(standing("coro").sentence, "no baseline to compare with");
}

// A problem that takes two: nobody can do it one thing after the other, and so nobody is faster than that.
struct TakesTwo : toy::Workload {
  static constexpr std::string_view no_baseline = "it takes two";
};

TEST_F(Compared, CellsOfAProblemThatHasNoBaselineSayWhy) {
  auto cells = toy_cells({"coro", "floor"});
  for (Cell& cell : cells) cell.problem = std::make_shared<ProblemOf<TakesTwo>>(toy::Parameters{3, 1});
  EXPECT_EQ(over_cells(std::move(cells)).baseline, "none");
  EXPECT_EQ(metric("coro", "speedup").reason, "no baseline: it takes two");
  EXPECT_EQ(metric("coro", "wait_overlap").reason, "no baseline: it takes two");
  EXPECT_DOUBLE_EQ(metric("coro", "of_floor").value.value(), 0.5);
  EXPECT_DOUBLE_EQ(metric("coro", "of_ideal").value.value(), 0.75);
  EXPECT_EQ(standing("coro").sentence, "nothing to compare with: it takes two");
  EXPECT_EQ(summarize(comparisons).left_out.at(0).second, "no baseline: it takes two");
}

// Where the useful CPU time is the baseline's, there is none of that either.
struct Useless : TakesTwo {
  static std::uint64_t kernel(const Parameters&) = delete;
};

TEST_F(Compared, CellsWithoutABaselineHaveNoUsefulTimeOfIt) {
  auto cells = toy_cells({"coro"});
  for (Cell& cell : cells) cell.problem = std::make_shared<ProblemOf<Useless>>(toy::Parameters{3, 1});
  EXPECT_EQ(over_cells(std::move(cells)).useful_cpu, "baseline");
  EXPECT_EQ(metric("coro", "cpu_overhead").reason, "no baseline: it takes two");
}

// A baseline that gave a wrong answer is none: nothing may be compared with it.
TEST_F(Compared, CellsDoNotTrustABaselineThatFailed) {
  executor.answer = [](const MadeUpExecutor::Call& call) {
    if (call.contestant == "sequential" && call.order.nonce % 2 == 0 && call.order.pass == Pass::timed)
      return failed(Status::wrong_answer, "wrong");
    return made_up(call);
  };
  EXPECT_EQ(over({"sequential", "coro"}, {.rounds = 12, .slow_rounds = 12, .seed = 1}).baseline, "none");
  EXPECT_EQ(standing("sequential").result->status, Status::wrong_answer);
  EXPECT_FALSE(metric("coro", "speedup").value);
}

TEST_F(Compared, CellsThatFailedHaveNoMetricsButAReason) {
  executor.answer = [](const MadeUpExecutor::Call& call) {
    return call.contestant == "coro" ? failed(Status::crashed, "ended by SIGSEGV") : made_up(call);
  };
  over({"sequential", "coro"});
  EXPECT_TRUE(standing("coro").metrics.empty());
  EXPECT_FALSE(standing("coro").rank.value);
  EXPECT_EQ(standing("coro").sentence, "crashed: ended by SIGSEGV");
  EXPECT_TRUE(metric("sequential", "speedup").value);
}

TEST_F(Compared, CellsWithoutAKernelTimeSayWhy) {
  executor.answer = [](const MadeUpExecutor::Call& call) {
    return call.order.pass == Pass::kernel ? failed(Status::crashed, "?") : made_up(call);
  };
  over({"sequential", "coro"});
  EXPECT_EQ(metric("coro", "useful_parallelism").reason, "the kernel was not timed: ?");
  EXPECT_FALSE(metric("coro", "of_ideal").value);
  EXPECT_TRUE(metric("coro", "speedup").value);
}

// Faster than physics, awake too early, one thread on two cores: nobody is ranked by such a measurement.
TEST_F(Compared, CellsThatCannotBeAreFaultyAndNotRanked) {
  executor.answer = [](const MadeUpExecutor::Call& call) {
    Report report = made_up(call);
    if (call.contestant == "floor") report.runs[0].wall_s = 1.46;  // of 1.5 s that are possible
    if (call.contestant == "coro") report.runs[0].usage.cpu_s = 2.1;
    if (call.contestant == "threads" && report.account) report.account->early_wakes = 1;
    if (call.contestant == "sequential") report.runs[0].usage.cpu_s = 8.1;
    return report;
  };
  over({"sequential", "coro", "floor", "threads"}, {.rounds = 10, .slow_rounds = 10, .seed = 1});
  EXPECT_THAT(standing("floor").faults,
              testing::ElementsAre(testing::HasSubstr("physical limit"), testing::HasSubstr("one thread")));
  EXPECT_THAT(standing("coro").faults, testing::ElementsAre(testing::HasSubstr("one thread")));
  EXPECT_THAT(standing("threads").faults, testing::ElementsAre(testing::HasSubstr("ended early")));
  EXPECT_THAT(standing("sequential").faults, testing::IsEmpty());  // 1.01 cores is within the error
  EXPECT_FALSE(standing("coro").rank.value);
  EXPECT_FALSE(standing("threads").rank.value);
}

// The observed run of `threads` takes 4.4 s where the timed ones take 4 s; 0.1 of the 2.5 tasks of `coro` is
// unexplained.
TEST_F(Compared, CellsWithADoubtfulAccountSaySo) {
  executor.answer = [](const MadeUpExecutor::Call& call) {
    Report report = made_up(call);
    if (!report.account) return report;
    if (call.contestant == "threads") report.runs[0].wall_s = 4.4;
    if (call.contestant == "coro") report.account->residual = Metric::known(-0.1);
    if (call.contestant == "sequential") report.account->residual = Metric::known(0.04);
    if (call.contestant == "floor") report.account->little_error = 1e-8;
    return report;
  };
  over({"sequential", "coro", "floor", "threads"});
  EXPECT_NEAR(metric("threads", "observer_overhead").value.value(), 0.1, 1e-12);
  EXPECT_THAT(standing("threads").cautions, testing::ElementsAre(testing::HasSubstr("observed run")));
  EXPECT_THAT(standing("coro").cautions, testing::ElementsAre(testing::HasSubstr("unexplained")));
  EXPECT_THAT(standing("sequential").cautions, testing::IsEmpty());
  EXPECT_THAT(standing("floor").faults, testing::Contains(testing::HasSubstr("contradicts itself")));
}

TEST_F(Compared, CellsOfSeveralProcessesHaveTheMemoryOfTheirTree) {
  executor.answer = [](const MadeUpExecutor::Call& call) {
    Report report = made_up(call);
    report.has_children = call.contestant != "coro";
    if (call.contestant == "threads") report.peak_tree_bytes = 500;
    if (call.contestant == "floor") report.peak_memory_bytes = 0;
    return report;
  };
  over({"sequential", "coro", "floor", "threads"});
  EXPECT_DOUBLE_EQ(metric("coro", "peak_memory_bytes").value.value(), 100);
  EXPECT_DOUBLE_EQ(metric("threads", "peak_memory_bytes").value.value(), 500);
  EXPECT_THAT(metric("sequential", "peak_memory_bytes").reason, testing::HasSubstr("short-lived"));
  EXPECT_THAT(metric("floor", "peak_memory_bytes").reason, testing::HasSubstr("no process of its own"));
}

TEST_F(Compared, CellsHaveAMedianAndItsInterval) {
  over({"coro"}, {.rounds = 5, .slow_rounds = 5, .seed = 1});
  EXPECT_DOUBLE_EQ(standing("coro").wall_s, 2);
  EXPECT_FALSE(standing("coro").wall_interval);  // no such interval below 6 values
  over({"coro"}, {.rounds = 6, .slow_rounds = 6, .seed = 1});
  EXPECT_EQ(standing("coro").wall_interval, std::pair(2.0, 2.0));
}

// 1.5 s of work for each of two CPUs, against 1 s for the longest task.
TEST_F(Compared, CellsAreToldWhatBindsTheirIdeal) {
  EXPECT_EQ(over({"sequential", "coro"}).ideal_binding, "work");
  executor.answer = [](const MadeUpExecutor::Call& call) {
    return call.order.pass == Pass::kernel ? failed(Status::crashed, "?") : made_up(call);
  };
  EXPECT_FALSE(over({"sequential", "coro"}).ideal_binding);
  EXPECT_EQ(comparisons[0].no_binding, "the ideal needs the kernel's CPU time: the kernel was not timed: ?");
}

// 3 s of work, of which `threads` takes 4 s on two CPUs, and 6 s on one.
TEST_F(Compared, CellsHaveABudgetOfTheirCoreSeconds) {
  over({"sequential", "threads", "coro"});
  EXPECT_DOUBLE_EQ(metric("threads", "useful_share").value.value(), 3.0 / 8);
  EXPECT_DOUBLE_EQ(metric("threads", "idle_share").value.value(), 5.0 / 8);
  EXPECT_DOUBLE_EQ(metric("threads", "overlap_potential").value.value(), 8.0 / 3);
  EXPECT_DOUBLE_EQ(metric("threads", "parallel_potential").value.value(), 2);
  EXPECT_DOUBLE_EQ(metric("threads", "overhead").value.value(), 4 / 1.5);
  EXPECT_DOUBLE_EQ(metric("threads", "overhead_us_per_unit").value.value(), 0);
  EXPECT_EQ(metric("threads", "cost").value, 1);
  EXPECT_EQ(metric("sequential", "cost").reason, "never beat `sequential`");
  EXPECT_FALSE(metric("threads", "karp_flatt").value);  // 3 s of work within 8 s
  EXPECT_FALSE(metric("coro", "karp_flatt").value);     // one lane
}

// Every round of `sequential` takes four times what the same round of `coro` does, and the machine gets slower.
TEST_F(Compared, CellsHaveIntervalsFromTheirPairedRounds) {
  executor.answer = [rounds = std::map<std::string, int>{}](const MadeUpExecutor::Call& call) mutable {
    Report report = made_up(call);
    if (call.order.pass == Pass::timed)
      report.runs[0].wall_s *= 1 + 0.1 * rounds[call.contestant + (call.confined ? "1" : "")]++;
    return report;
  };
  over({"sequential", "coro", "threads"}, {.rounds = 8, .slow_rounds = 8, .seed = 1});
  const auto interval = [&](const std::string& name, const std::string& what) {
    const auto& all = standing(name).intervals;
    return std::ranges::find(all, what, &NamedIntervals::value_type::first)->second.bounds.value();
  };
  EXPECT_NEAR(interval("coro", "speedup").first, 4, 1e-9);
  EXPECT_NEAR(interval("coro", "speedup").second, 4, 1e-9);
  EXPECT_NEAR(interval("threads", "parallelism_gain").first, 1.5, 1e-9);
  EXPECT_NEAR(interval("threads", "parallelism_gain").second, 1.5, 1e-9);
  EXPECT_EQ(interval("coro", "parallelism_gain"), std::pair(1.0, 1.0));
  EXPECT_LT(interval("coro", "of_ideal").first, interval("coro", "of_ideal").second - 0.05);
}

}  // namespace
