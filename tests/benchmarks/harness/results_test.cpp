#include "benchmarks/harness/results.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "tests/benchmarks/harness/made_up.hpp"

namespace {

using namespace simul;
using testing::ElementsAre;
using testing::IsEmpty;

const std::vector<std::string> sample_keys{"name",
                                           "family_index",
                                           "per_family_instance_index",
                                           "run_name",
                                           "run_type",
                                           "repetitions",
                                           "repetition_index",
                                           "threads",
                                           "iterations",
                                           "real_time",
                                           "cpu_time",
                                           "time_unit",
                                           "items_per_second"};
const std::vector<std::string> aggregate_keys{"name",       "family_index",    "per_family_instance_index",
                                              "run_name",   "run_type",        "repetitions",
                                              "threads",    "aggregate_name",  "aggregate_unit",
                                              "iterations", "real_time",       "cpu_time",
                                              "time_unit",  "items_per_second"};

std::vector<std::string> keys(const Json& object) {
  std::vector<std::string> all;
  for (const auto& [key, value] : object.items()) all.push_back(key);
  return all;
}

// A campaign of the toy that is really run, in this process: honest cells, a liar, a thrower and a hole.
Json file_after(unsigned rounds, bool traces = false) {
  static std::atomic<bool> never{false};
  const auto executor = in_this_process();
  auto cells = toy_cells({"sequential", "coro", "fork_pool", "liar", "thrower", "uv"});
  Hole hole("a reason");
  hole.limit = 31'000;
  hole.predicted_s = 38.5;
  std::ranges::find(cells, "uv", [](const Cell& c) { return c.contestant->name; })->unsupported = hole;
  Campaign campaign(std::move(cells), {.rounds = rounds, .seed = 7, .traces = traces}, *executor, never);
  campaign.run([](const Progress&) {}, [] {});
  const Invocation invocation{.profile = "smoke",
                              .argv = {"simul"},
                              .seed = 7,
                              .cpus = 2,
                              .workers = 2,
                              .rounds = rounds,
                              .steps_per_us = 50,
                              .budget_s = 2.5,
                              .started = "2000-01-01T00:00:00Z",
                              .environment = Json::object()};
  return Json::parse(file_of(invocation, campaign, compare(campaign, 2), 12.5).dump());
}

struct Results : testing::Test {
  static const Json& file() {
    static const Json three_rounds = file_after(3);
    return three_rounds;
  }
  static Json cell(const std::string& contestant) {
    for (const Json& each : file().at("simul").at("cells")) {
      if (each.at("contestant") == contestant) return each;
    }
    return nullptr;
  }
  static std::vector<Json> rows(const std::string& contestant) {
    std::vector<Json> found;
    for (const Json& row : file().at("benchmarks")) {
      if (row.at("run_name") == cell(contestant).at("name")) found.push_back(row);
    }
    return found;
  }
};

TEST_F(Results, HaveGoogleBenchmarksKeysInItsOrder) {
  EXPECT_THAT(keys(file()), ElementsAre("context", "benchmarks", "simul"));
  for (const Json& row : file().at("benchmarks"))
    EXPECT_EQ(keys(row), row.at("run_type") == "iteration" ? sample_keys : aggregate_keys);
  for (const char* key : {"date", "host_name", "executable", "num_cpus", "mhz_per_cpu", "cpu_scaling_enabled",
                          "caches", "load_avg", "library_build_type"})
    EXPECT_TRUE(file().at("context").contains(key)) << key;
}

TEST_F(Results, HaveARowPerRunAndThenItsAggregates) {
  const auto all = rows("coro");
  ASSERT_EQ(all.size(), 7U);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(all[i].at("name"), "cpu/toy/coro/tasks:3/shift:1");
    EXPECT_EQ(all[i].at("repetition_index"), i);
    EXPECT_EQ(all[i].at("repetitions"), 3);
  }
  const std::vector<std::string> names{"mean", "median", "stddev", "cv"};
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(all[3 + i].at("name"), "cpu/toy/coro/tasks:3/shift:1_" + names[i]);
    EXPECT_EQ(all[3 + i].at("aggregate_name"), names[i]);
    EXPECT_EQ(all[3 + i].at("aggregate_unit"), i == 3 ? "percentage" : "time");
  }
}

TEST_F(Results, HaveAggregatesOfTheirRows) {
  const auto all = rows("coro");
  for (const char* what : {"real_time", "cpu_time", "items_per_second"}) {
    const double a = all[0].at(what), b = all[1].at(what), c = all[2].at(what), mean = (a + b + c) / 3;
    const double squares = (a - mean) * (a - mean) + (b - mean) * (b - mean) + (c - mean) * (c - mean);
    EXPECT_NEAR(all[3].at(what), mean, 1e-9 * mean);
    EXPECT_NEAR(all[4].at(what), std::max(std::min(a, b), std::min(std::max(a, b), c)), 1e-9 * mean);
    EXPECT_NEAR(all[5].at(what), std::sqrt(squares / 2), 1e-9 * mean);
    EXPECT_NEAR(all[6].at(what), std::sqrt(squares / 2) / mean, 1e-9);
  }
}

TEST_F(Results, HaveTheCpuTimeOfTheWholeTreeInEveryRow) {
  for (const char* contestant : {"sequential", "coro", "fork_pool"}) {
    const auto all = rows(contestant);
    for (std::size_t i = 0; i < 3; ++i) {
      EXPECT_NEAR(all[i].at("cpu_time"), 1e6 * cell(contestant).at("cpu_s")[i].get<double>(), 1e-6);
      EXPECT_NEAR(all[i].at("real_time"), 1e6 * cell(contestant).at("wall_s")[i].get<double>(), 1e-3);
    }
  }
}

TEST_F(Results, KeepFailuresOutOfTheBenchmarks) {
  for (const char* contestant : {"liar", "thrower", "uv"}) {
    EXPECT_THAT(rows(contestant), IsEmpty()) << contestant;
    EXPECT_TRUE(cell(contestant).at("metrics").empty()) << contestant;
    EXPECT_NE(cell(contestant).at("reason"), "") << contestant;
  }
  EXPECT_EQ(cell("liar").at("status"), "wrong_answer");
  EXPECT_EQ(cell("thrower").at("status"), "crashed");
  EXPECT_EQ(cell("uv").at("status"), "unsupported");
  EXPECT_EQ(file().at("benchmarks").size(), 3 * 7U);
}

TEST_F(Results, SayWhereAHoleBegins) {
  EXPECT_EQ(cell("uv").at("reason"), "a reason");
  EXPECT_EQ(cell("uv").at("limit"), 31'000);
  EXPECT_EQ(cell("uv").at("predicted_s"), 38.5);
  EXPECT_EQ(file().at("simul").at("budget_s"), 2.5);
  for (const char* key : {"limit", "predicted_s"}) EXPECT_FALSE(cell("coro").contains(key) || cell("liar").contains(key));
}

TEST_F(Results, NumberTheFamiliesThrough) {
  int next = 0;
  for (const char* contestant : {"sequential", "coro", "fork_pool"}) {
    for (const Json& row : rows(contestant)) EXPECT_EQ(row.at("family_index"), next);
    ++next;
  }
}

TEST_F(Results, HaveAReasonForEveryNull) {
  for (const Json& each : file().at("simul").at("cells")) {
    for (const auto& [name, value] : each.at("metrics").items())
      EXPECT_EQ(value.is_null(), each.at("null_reasons").contains(name)) << each.at("name") << ' ' << name;
  }
  const Json& comparison = file().at("simul").at("comparison")[0];
  for (const Json& each : comparison.at("contestants")) {
    EXPECT_EQ(each.at("rank").is_null(), each.at("null_reasons").contains("rank"));
    for (const auto& [name, interval] : each.at("intervals").items())
      EXPECT_EQ(interval.is_null(), each.at("null_reasons").contains(name + "_interval")) << name;
  }
  EXPECT_EQ(comparison.at("ideal_binding"), "work");
  EXPECT_TRUE(comparison.at("null_reasons").empty());
}

// Three rounds are enough for intervals, and a standing has those of its cell.
TEST_F(Results, HaveAnIntervalBesideEveryMetricWithASpread) {
  const Json intervals = cell("coro").at("intervals");
  for (const char* name :
       {"speedup", "concurrency_gain", "parallelism_gain", "wait_overlap", "useful_parallelism", "cores_busy",
        "of_ideal", "useful_share", "overhead_share", "idle_share"}) {
    ASSERT_EQ(intervals.at(name).size(), 2U) << name;
    EXPECT_LE(intervals.at(name)[0], cell("coro").at("metrics").at(name)) << name;
    EXPECT_GE(intervals.at(name)[1], cell("coro").at("metrics").at(name)) << name;
  }
  EXPECT_FALSE(intervals.contains("of_floor"));  // which is null itself
  EXPECT_EQ(file().at("simul").at("comparison")[0].at("contestants")[1].at("intervals"), intervals);
  EXPECT_TRUE(cell("liar").at("intervals").empty());
}

TEST_F(Results, HaveARoundForEveryConfinedRun) {
  EXPECT_EQ(cell("fork_pool").at("confined_round").size(), cell("fork_pool").at("confined_wall_s").size());
  EXPECT_TRUE(cell("coro").at("confined_round").empty());
}

// The liar is a contestant of that plain name, and not ok.
TEST_F(Results, HaveASummaryThatSaysWhatItLeavesOut) {
  const Json& summary = file().at("simul").at("summary");
  EXPECT_EQ(summary.at("rows"), 0);
  EXPECT_THAT(keys(summary.at("speedup_geometric_mean")), ElementsAre("coro", "uv", "liar", "thrower"));
  EXPECT_TRUE(summary.at("speedup_geometric_mean").at("coro").is_null());
  EXPECT_NE(summary.at("null_reasons").at("coro"), "");
  EXPECT_EQ(summary.at("left_out")[0].at("problem"), "cpu/toy/tasks:3/shift:1");
}

TEST_F(Results, HaveNumbersOrNullsButNoNan) {
  EXPECT_EQ(file().dump().find("nan"), std::string::npos);
  EXPECT_EQ(cell("coro").at("counters").at("answers"), Json({3, 3, 3}));
  EXPECT_EQ(cell("coro").at("counters").at("unknown"), Json({nullptr, nullptr, nullptr}));
}

TEST_F(Results, HaveTheConditionsOfEveryRunAndAVerdict) {
  for (const char* key : {"foreign_cores", "steal_share", "idle_cores", "throttled", "load_average"})
    EXPECT_EQ(cell("coro").at("conditions").at(key).size(), 3U) << key;
  EXPECT_EQ(cell("coro").at("stability").at("verdict"), nullptr);
  EXPECT_EQ(cell("coro").at("stability").at("reasons"), Json({"fewer than 5 rounds"}));
  EXPECT_EQ(cell("liar").at("stability").at("reasons").size(), 1U);
}

TEST_F(Results, SayWhatTheHarnessCosts) {
  const Json& harness = file().at("simul").at("harness");
  for (const char* key : {"wall_s", "cpu_s", "process_s"}) {
    EXPECT_TRUE(harness.at(key).is_null());
    EXPECT_EQ(harness.at("null_reasons").at(key), "not measured");
  }
}

TEST_F(Results, SayWhatTheTimeWentInto) {
  const Json& took = file().at("simul").at("took_s");
  EXPECT_EQ(took.at("all"), 12.5);
  EXPECT_THAT(keys(took.at("jobs")), ElementsAre("kernel", "timed", "confined", "observed", "memory", "counted"));
  EXPECT_GT(took.at("jobs").at("timed"), 0);
  EXPECT_EQ(took.at("workloads"), Json({{"cpu/toy", took.at("jobs")}}));
}

TEST_F(Results, RecordParametersAndWorkers) {
  EXPECT_EQ(cell("fork_pool").at("parameters"),
            Json({{"tasks", 3}, {"shift", 1}, {"steps", 100}, {"workers", 2}}));
  EXPECT_EQ(cell("coro").at("parameters").at("workers"), 1);
}

TEST(ResultsOfOneRound, HaveNoAggregates) {
  const Json file = file_after(1);
  for (const Json& row : file.at("benchmarks")) EXPECT_EQ(row.at("run_type"), "iteration");
  EXPECT_EQ(file.at("benchmarks").size(), 3U);
}

TEST(Traces, StandInTheFileOnlyWhenTheyAreKept) {
  EXPECT_FALSE(file_after(1).at("simul").at("cells").at(0).contains("trace"));
  const Json traced = file_after(1, true);
  for (const Json& cell : traced.at("simul").at("cells")) {
    if (cell.at("status") != "ok") {
      EXPECT_TRUE(cell.at("trace").is_null());
      EXPECT_NE(cell.at("null_reasons").at("trace"), "");
      continue;
    }
    EXPECT_EQ(cell.at("trace").at("otherData").at("cell"), cell.at("name"));
    EXPECT_EQ(cell.at("trace").at("otherData").at("tasks"), 3);
  }
}

}  // namespace
