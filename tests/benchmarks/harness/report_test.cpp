#include "benchmarks/harness/report.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>

namespace {

using namespace simul;

Report there_and_back(const Report& report) { return Json::parse(Json(report).dump()); }

TEST(Report, SurvivesTheJourneyWhole) {
  Report report;
  report.runs.push_back({.wall_s = 0.125,
                         .usage = {.cpu_s = 0.0625,
                                   .voluntary_switches = 1,
                                   .involuntary_switches = 2,
                                   .minor_faults = 3,
                                   .major_faults = 4},
                         .counters = {{"late_max_us", 1.5}, {"late_p50_us", -0.25}},
                         .conditions = {.window_s = 0.25,
                                        .own_s = 0.0625,
                                        .cpus = 2,
                                        .busy_s = 0.375,
                                        .busy_step_s = tick_s,
                                        .steal_s = 0.01,
                                        .idle_s = {},
                                        .throttled = 3,
                                        .load_average = 1.5}});
  report.runs.push_back({.wall_s = 1.0 / 3, .usage = {}, .counters = {}});
  report.peak_memory_bytes = std::int64_t{1} << 40;
  report.kernel_s = 1e-9;
  report.latency.emplace();
  for (const int us : {7, 7, 1'234'567}) report.latency->record(std::chrono::microseconds(us));
  report.created = Created{.threads = 1, .processes = 2, .allocations = 3, .bytes = std::int64_t{1} << 41};
  report.together = Window{-5, std::int64_t{1} << 62};
  report.account = Account{.mean = 10.5,
                           .peak = 24,
                           .early_wakes = 2,
                           .mean_residence_s = 0.125,
                           .little_error = 1e-12,
                           .fairness = Metric::known(0.5),
                           .running = Metric::known(1),
                           .waiting = Metric::known(2),
                           .queued_run_queue = Metric::known(3),
                           .queued_lock = Metric::known(4),
                           .queued_runtime = Metric::unknown("because"),
                           .residual = Metric::known(-0.5)};
  report.google_rows.push_back({{"name", "a"}, {"real_time", 1.5}});
  report.google_context["caches"] = Json::array();

  const Report back = there_and_back(report);
  EXPECT_EQ(Json(back).dump(), Json(report).dump());
  ASSERT_EQ(back.runs.size(), 2U);
  EXPECT_EQ(back.runs[1].wall_s, 1.0 / 3);
  EXPECT_EQ(back.runs[0].usage.cpu_s, 0.0625);
  EXPECT_EQ(back.runs[0].usage.major_faults, 4);
  EXPECT_EQ(back.runs[0].counters, report.runs[0].counters);
  EXPECT_EQ(back.runs[0].conditions.busy_s, 0.375);
  EXPECT_EQ(back.runs[0].conditions.throttled, 3);
  EXPECT_FALSE(back.runs[0].conditions.idle_s);
  EXPECT_EQ(back.peak_memory_bytes, std::int64_t{1} << 40);
  EXPECT_EQ(back.account->mean, 10.5);
  EXPECT_EQ(back.account->peak, 24U);
  EXPECT_EQ(back.account->early_wakes, 2U);
  EXPECT_EQ(back.account->queued_run_queue.value, 3);
  EXPECT_EQ(back.account->queued_runtime.value, std::nullopt);
  EXPECT_EQ(back.account->queued_runtime.reason, "because");
  EXPECT_EQ(back.latency, report.latency);
  EXPECT_EQ(back.created->threads, 1);
  EXPECT_EQ(back.created->bytes, std::int64_t{1} << 41);
  EXPECT_EQ(back.together->from_ns, -5);
  EXPECT_EQ(back.together->until_ns, std::int64_t{1} << 62);
}

TEST(Report, KeepsItsStatusAndReason) {
  for (const auto status : {Status::ok, Status::wrong_answer, Status::crashed, Status::timed_out,
                            Status::out_of_memory, Status::unsupported, Status::interrupted}) {
    Report report;
    report.status = status;
    report.reason = "quoted \"reason\"\nin two lines";
    EXPECT_EQ(there_and_back(report).status, status);
    EXPECT_EQ(there_and_back(report).reason, report.reason);
    EXPECT_FALSE(there_and_back(report).account);
  }
}

TEST(Report, CarriesTheJournalForATrace) {
  Report report;
  report.story = Story{5'000'000'000,
                       {{}, {{5'000'000'001, 250, Moment::wait, 77}, {4'999'999'999, 0, Moment::end, 1}}}};
  const Story back = there_and_back(report).story.value();
  EXPECT_EQ(back.start_ns, 5'000'000'000);
  ASSERT_EQ(back.tasks.size(), 2U);
  EXPECT_TRUE(back.tasks[0].empty());
  ASSERT_EQ(back.tasks[1].size(), 2U);
  EXPECT_EQ(back.tasks[1][0].at_ns, 5'000'000'001);
  EXPECT_EQ(back.tasks[1][0].nominal_ns, 250);
  EXPECT_EQ(back.tasks[1][0].moment, Moment::wait);
  EXPECT_EQ(back.tasks[1][0].lane, 77U);
  EXPECT_EQ(back.tasks[1][1].at_ns, 4'999'999'999);
}

// JSON has no word for it; a counter that is not a number must not cost the cell its result.
TEST(Report, CarriesACounterThatIsNotANumber) {
  Report report;
  report.runs.push_back({.wall_s = 1,
                         .usage = {},
                         .counters = {{"nan", std::numeric_limits<double>::quiet_NaN()}, {"one", 1}}});
  const Report back = there_and_back(report);
  ASSERT_EQ(back.runs[0].counters.size(), 2U);
  EXPECT_TRUE(std::isnan(back.runs[0].counters[0].second));
  EXPECT_EQ(back.runs[0].counters[1].second, 1);
}

TEST(Report, ThatLacksSomethingOrLiesIsRefused) {
  const Json good = Report{};
  for (const auto& [key, value] : good.items()) {
    Json bad = good;
    bad.erase(key);
    EXPECT_ANY_THROW(bad.get<Report>()) << key;
  }
  Json bad = good;
  bad["status"] = "splendid";
  EXPECT_ANY_THROW(bad.get<Report>());
  for (const Json& row : {Json{1, 2, 3}, Json{99, 0, 0, 0}}) {
    bad = good;
    bad["story"] = {{"start_ns", 0}, {"tasks", Json::array({row})}};
    EXPECT_ANY_THROW(bad.get<Report>()) << row;
  }
}

TEST(Report, WhoseHistogramContradictsItselfIsRefused) {
  Report report;
  report.latency.emplace().record(std::chrono::milliseconds(1));
  const Json good = report;
  for (const auto& [key, lie] : std::vector<std::pair<const char*, Json>>{
           {"min_ns", -1}, {"max_ns", 2'000'000}, {"buckets", {{-5, 1}}}, {"buckets", {{1'000'000, 0}}}}) {
    Json bad = good;
    bad["latency"][key] = lie;
    EXPECT_ANY_THROW(bad.get<Report>()) << key;
  }
}

}  // namespace
