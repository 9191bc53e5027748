#include "benchmarks/harness/scaling.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <functional>
#include <map>
#include <optional>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/harness/summary.hpp"
#include "tests/benchmarks/harness/made_up.hpp"
#include "tests/benchmarks/harness/toy.hpp"

namespace {

using namespace simul;
using testing::ElementsAre;
using testing::HasSubstr;
using Call = MadeUpExecutor::Call;

// 128 tasks of half a second, for which `sequential` needs 80 s. The pool needs 200 s with one worker, a twentieth
// of it serial; workers without a CPU add nothing.
struct OverWorkers : testing::Test {
  static constexpr double serial = 0.05;
  double pool_s(unsigned workers) const { return 200 * (serial + (1 - serial) / std::min(workers, cpus)); }

  std::vector<Scaling> scaled(std::vector<unsigned> workers,
                              const std::string& others = "sequential|threads") {
    const Selection selection{
        .profile = "smoke", .filter = "toy/(" + others + "|fork_pool)/", .workers = std::move(workers)};
    auto cells = select(selection, {.cpus = cpus, .workers = cpus, .threads = 1000, .open_files = 1000});
    for (Cell& cell : cells) cell.problem = problem;
    executor.answer = [this](const Call& call) { return answer(call); };
    campaign.emplace(std::move(cells), schedule, executor, interrupted);
    campaign->run([](const Progress&) {}, [] {});
    comparisons = compare(*campaign, cpus);
    return scaling_of(comparisons, cpus);
  }
  Report answer(const Call& call) const {
    const bool pool = call.contestant == "fork_pool" && !call.confined;
    Report report = took(pool ? pool_s(call.workers) : 80, 64);
    report.peak_memory_bytes = 1000 + call.workers;
    report.kernel_s = call.order.pass == Pass::kernel ? kernel_s : 0;
    if (pool && changed) changed(call.workers, report);
    return report;
  }

  unsigned cpus = 64;
  double kernel_s = 0.5;
  Schedule schedule{.rounds = 3, .slow_rounds = 3, .seed = 1};
  std::shared_ptr<const Problem> problem =
      std::make_shared<ProblemOf<toy::Workload>>(toy::Parameters{128, 1});
  std::function<void(unsigned workers, Report&)> changed;
  MadeUpExecutor executor;
  std::atomic<bool> interrupted{false};
  std::optional<Campaign> campaign;
  std::vector<Comparison> comparisons;
};

TEST_F(OverWorkers, EveryPointIsMeasuredAgainstSequentialAndAgainstOneWorker) {
  const auto all = scaled({1, 2, 4, 8, 16, 32, 64, 128});
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].cpus, 64U);
  EXPECT_EQ(all[0].baseline, "measured");
  EXPECT_EQ(all[0].sequential_s.value, 80);
  EXPECT_THAT(all[0].sequential_by_round,
              ElementsAre(std::pair(0U, 80.0), std::pair(1U, 80.0), std::pair(2U, 80.0)));
  ASSERT_EQ(all[0].entries.size(), 1U);  // `threads` has no pool
  const auto& [contestant, runtime, points, cost] = all[0].entries[0];
  EXPECT_EQ(contestant, "fork_pool");
  EXPECT_EQ(runtime, "fork");
  ASSERT_EQ(points.size(), 8U);
  for (std::size_t i = 0; i < points.size(); ++i) {
    const unsigned n = 1U << i, q = std::min(n, 64U);
    const auto& point = points[i];
    EXPECT_EQ(point.workers, n);
    EXPECT_THAT(point.cell, testing::EndsWith("/workers:" + std::to_string(n)));
    EXPECT_EQ(point.wall_by_round.size(), 3U);
    EXPECT_DOUBLE_EQ(point.median_s.value.value(), pool_s(n));
    EXPECT_DOUBLE_EQ(point.cpu_s.value.value(), 64);
    EXPECT_DOUBLE_EQ(point.peak_memory_bytes.value.value(), 1000 + n);
    EXPECT_DOUBLE_EQ(point.speedup.value.value(), 80 / pool_s(n));
    EXPECT_DOUBLE_EQ(point.self_speedup.value.value(), 200 / pool_s(n));
    EXPECT_DOUBLE_EQ(point.efficiency.value.value(), 80 / pool_s(n) / q);
    EXPECT_EQ(point.oversubscribed, n == 128);
    if (n > 1) {
      EXPECT_NEAR(point.karp_flatt.value.value(), serial, 1e-9) << n;
    }
  }
  EXPECT_FALSE(points[0].karp_flatt.value);
  EXPECT_EQ(cost.value, 4);  // with two it is 105 s, with four 57.5 s
}

TEST_F(OverWorkers, OneCountIsNoSweep) {
  EXPECT_TRUE(scaled({64}).empty());
  EXPECT_TRUE(scaled({}).empty());
}

// What is ranked, summed up and said is the same as if there were no sweep.
TEST_F(OverWorkers, OnlyTheHeadlineIsAContestant) {
  const auto standings = [this](std::vector<unsigned> workers) {
    scaled(std::move(workers));
    std::vector<std::string> said;
    for (const Standing& s : comparisons.at(0).standings)
      said.push_back(s.result->cell.name + ' ' + std::to_string(s.wall_s) + ' ' + s.rank.reason + ' ' +
                     s.sentence);
    return said;
  };
  EXPECT_EQ(standings({1, 2, 64, 128}), standings({64}));
  scaled({1, 2, 64, 128});
  EXPECT_EQ(comparisons[0].swept.size(), 3U);
  for (const Standing& s : comparisons[0].swept) EXPECT_FALSE(s.rank.value);
  EXPECT_EQ(summarize(comparisons).problems.size(), 1U);
}

// More workers than CPUs, wherever one looks: two CPUs and a pool of 64.
TEST_F(OverWorkers, ASmallMachineMayBeOversubscribed) {
  cpus = 2;
  const auto points = scaled({1, 2, 64}).at(0).entries.at(0).points;
  EXPECT_THAT(points[2].cell, testing::EndsWith("/workers:64"));
  EXPECT_TRUE(points[2].oversubscribed);
  EXPECT_FALSE(points[1].oversubscribed);
  EXPECT_DOUBLE_EQ(points[2].efficiency.value.value(), points[2].speedup.value.value() / 2);
  EXPECT_NEAR(points[2].karp_flatt.value.value(), serial, 1e-9);
  EXPECT_THAT(comparisons[0].standings.back().result->cell.name, testing::EndsWith("/workers:2"));
}

TEST_F(OverWorkers, OnOneCpuNothingIsParallel) {
  cpus = 1;
  const auto point = scaled({1, 2}).at(0).entries.at(0).points.at(1);
  EXPECT_THAT(point.karp_flatt.reason, HasSubstr("one CPU"));
  EXPECT_DOUBLE_EQ(point.efficiency.value.value(), 0.4);
}

TEST_F(OverWorkers, WaitsAreNoSerialCode) {
  kernel_s = 0.3;  // 38.4 s of 80
  EXPECT_THAT(scaled({1, 2}).at(0).entries.at(0).points.at(1).karp_flatt.reason, HasSubstr("at most half"));
}

TEST_F(OverWorkers, AFailedPointStandsThereWithoutNumbers) {
  changed = [](unsigned workers, Report& report) {
    if (workers == 2) report = failed(Status::crashed, "it fell over");
  };
  const auto entry = scaled({1, 2, 4}).at(0).entries.at(0);
  const auto& point = entry.points.at(1);
  EXPECT_EQ(point.status, Status::crashed);
  EXPECT_EQ(point.reason, "it fell over");
  EXPECT_TRUE(point.wall_by_round.empty());
  for (const Metric& metric : {point.median_s, point.cpu_s, point.peak_memory_bytes, point.speedup,
                               point.self_speedup, point.efficiency, point.karp_flatt})
    EXPECT_EQ(metric.reason, "crashed: it fell over");
  EXPECT_EQ(entry.cost.reason, "crashed: it fell over");  // four are enough, but perhaps two were
  EXPECT_TRUE(entry.points.at(2).karp_flatt.value);
}

TEST_F(OverWorkers, WithoutOneWorkerThereIsNoSelfSpeedUp) {
  const auto point = scaled({2, 4}).at(0).entries.at(0).points.at(1);
  EXPECT_EQ(point.self_speedup.reason, "it was not run with one worker");
  EXPECT_EQ(point.karp_flatt.reason, "it was not run with one worker");
  EXPECT_TRUE(point.speedup.value);
}

TEST_F(OverWorkers, WithoutABaselineThereIsNothingToBeat) {
  const auto scaling = scaled({1, 2}, "threads").at(0);
  EXPECT_EQ(scaling.baseline, "none");
  EXPECT_TRUE(scaling.sequential_by_round.empty());
  const auto& entry = scaling.entries.at(0);
  EXPECT_EQ(entry.cost.reason, "`sequential` has no verified run");
  EXPECT_EQ(entry.points.at(1).speedup.reason, "`sequential` has no verified run");
  EXPECT_EQ(entry.points.at(1).karp_flatt.reason, "`sequential` has no verified run");
  EXPECT_TRUE(entry.points.at(1).self_speedup.value);
}

// Faster than can be: then nothing is made of it.
TEST_F(OverWorkers, APointAtFaultBeatsNobody) {
  changed = [](unsigned workers, Report& report) {
    if (workers == 4) report.runs[0].wall_s = 0.001;
  };
  const auto entry = scaled({1, 2, 4, 8}).at(0).entries.at(0);
  EXPECT_EQ(entry.points.at(2).status, Status::ok);
  EXPECT_THAT(entry.points.at(2).reason, HasSubstr("physical limit"));
  EXPECT_EQ(entry.cost.reason, entry.points.at(2).reason);
  EXPECT_EQ(entry.points.at(2).karp_flatt.reason, entry.points.at(2).reason);
}

TEST_F(OverWorkers, NobodyIsFasterWhoIsNot) {
  changed = [](unsigned, Report& report) { report.runs[0].wall_s = 81; };
  EXPECT_EQ(scaled({1, 2, 4}).at(0).entries.at(0).cost.reason, "never beat `sequential`");
}

// A sweep is timed, and that is all: what else is looked at, is of the headline.
TEST_F(OverWorkers, SweptCellsAreOnlyTimed) {
  scaled({1, 2, 64, 128});
  std::map<unsigned, std::size_t> timed;
  for (const Call& call : executor.calls) {
    if (call.contestant != "fork_pool") continue;
    const bool plain = call.order.pass == Pass::timed && !call.confined;
    if (plain) ++timed[call.workers];
    EXPECT_TRUE(plain || call.confined || call.workers == 64) << call.workers;
  }
  EXPECT_THAT(timed,
              ElementsAre(std::pair(1U, 3U), std::pair(2U, 3U), std::pair(64U, 3U), std::pair(128U, 3U)));
  EXPECT_EQ(std::ranges::count_if(executor.calls,
                                  [](const Call& c) { return c.contestant == "fork_pool" && c.confined; }),
            3);
}

// Nor are there more rounds because of them, or for them.
TEST_F(OverWorkers, SweptCellsHaveNoExtraRounds) {
  schedule = {.rounds = 6, .slow_rounds = 6, .extra_rounds = 3, .seed = 1};
  unsigned restless = 0, runs = 0;
  changed = [&](unsigned workers, Report& report) {
    report.runs[0].wall_s = workers == restless && ++runs % 2 ? 0.2 : 0.1;
  };
  const auto rounds_of = [&](unsigned workers) {
    return std::ranges::count_if(executor.calls, [&](const Call& call) {
      return call.contestant == "fork_pool" && call.workers == workers && call.order.pass == Pass::timed &&
             !call.confined;
    });
  };
  restless = 1;
  scaled({1, 64});
  EXPECT_EQ(rounds_of(1), 6);
  EXPECT_EQ(rounds_of(64), 6);
  executor.calls.clear();
  restless = 64;
  scaled({1, 64});
  EXPECT_EQ(rounds_of(1), 6);
  EXPECT_EQ(rounds_of(64), 9);
  EXPECT_EQ(comparisons.at(0).extra_rounds, 3U);
}

TEST_F(OverWorkers, AreWritten) {
  changed = [](unsigned workers, Report& report) {
    if (workers == 4) report = failed(Status::timed_out, "not finished after 60 s");
  };
  const Json json = Json::parse(Json(scaled({1, 2, 4})).dump()).at(0);
  EXPECT_EQ(json["kind"], "cpu");
  EXPECT_EQ(json["workload"], "toy");
  EXPECT_EQ(json["parameters"], (Json{{"tasks", 128}, {"shift", 1}}));
  EXPECT_EQ(json["cpus"], 64);
  EXPECT_EQ(json["sequential_s"], 80);
  EXPECT_EQ(json["sequential_by_round"], (Json{{"rounds", {0, 1, 2}}, {"wall_s", {80.0, 80.0, 80.0}}}));
  const Json& entry = json["entries"][0];
  EXPECT_EQ(entry["contestant"], "fork_pool");
  EXPECT_EQ(entry["runtime"], "fork");
  EXPECT_EQ(entry["cost"], nullptr);
  EXPECT_EQ(entry["cost_reason"], "timed_out: not finished after 60 s");
  const Json &one = entry["points"][0], &two = entry["points"][1], &four = entry["points"][2];
  EXPECT_EQ(one["workers"], 1);
  EXPECT_EQ(one["rounds"], (Json{0, 1, 2}));
  EXPECT_EQ(one["peak_memory_bytes"], 1001);
  EXPECT_TRUE(one["karp_flatt"].is_null() && one["karp_flatt_reason"].is_null());
  EXPECT_EQ(two["reason"], "");
  EXPECT_TRUE(two["karp_flatt"].is_number() && two["karp_flatt_reason"].is_null());
  EXPECT_EQ(four["status"], "timed_out");
  EXPECT_TRUE(four["rounds"].is_array() && four["rounds"].empty() && four["wall_s"].empty());
  for (const char* key :
       {"median_s", "cpu_s", "peak_memory_bytes", "self_speedup", "speedup", "efficiency", "karp_flatt"})
    EXPECT_TRUE(four[key].is_null()) << key;
  EXPECT_EQ(four["karp_flatt_reason"], "timed_out: not finished after 60 s");
  changed = {};
  const Json better = Json(scaled({1, 4}));
  EXPECT_EQ(better[0]["entries"][0]["cost"], 4);
  EXPECT_TRUE(better[0]["entries"][0]["cost"].is_number_integer());
  EXPECT_TRUE(better[0]["entries"][0]["cost_reason"].is_null());
}

}  // namespace
