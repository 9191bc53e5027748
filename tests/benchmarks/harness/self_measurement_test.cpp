#include "benchmarks/harness/self_measurement.hpp"

#include <gmock/gmock.h>

#include <algorithm>

#include "tests/benchmarks/harness/made_up.hpp"

namespace {

using namespace simul;
using testing::HasSubstr;

TEST(TheHarness, MeasuresItselfByAContestantThatDoesNothing) {
  const auto executor = in_this_process();
  const HarnessCost cost = measure_harness(*executor, false);
  EXPECT_GT(cost.wall_s.value.value(), 0);
  EXPECT_GT(cost.cpu_s.value.value(), 0);
  EXPECT_LT(cost.wall_s.value.value(), cost.cpu_s.value.value());  // the readings lie outside the clock
  EXPECT_THAT(cost.process_s.reason, HasSubstr("without isolation"));
}

TEST(TheHarness, TakesMediansOfItsOwnRunsAndProcesses) {
  MadeUpExecutor executor;
  executor.answer = [](const MadeUpExecutor::Call& call) {
    Report report;
    for (unsigned i = 0; i < call.order.repetitions; ++i)
      report.runs.push_back({.wall_s = 1.0 + i, .usage = {.cpu_s = 2.0 + i}});
    return report;
  };
  const HarnessCost cost = measure_harness(executor, true);
  EXPECT_EQ(cost.wall_s.value, 26);
  EXPECT_EQ(cost.cpu_s.value, 27);
  EXPECT_GT(cost.process_s.value.value(), 0);
  EXPECT_EQ(executor.calls.size(), 6U);
}

TEST(TheHarness, SaysWhyItDoesNotKnowItsCost) {
  MadeUpExecutor executor;
  executor.answer = [](const MadeUpExecutor::Call&) { return failed(Status::interrupted, "interrupted"); };
  const HarnessCost cost = measure_harness(executor, true);
  for (const Metric& metric : {cost.wall_s, cost.cpu_s, cost.process_s})
    EXPECT_THAT(metric.reason, HasSubstr("interrupted"));
}

TEST(TheHarness, KeepsItsEmptyContestantOutOfEveryList) {
  EXPECT_TRUE(std::ranges::none_of(contestants(), [](const Contestant* c) { return c->kind == "harness"; }));
  EXPECT_EQ(empty_cell().name, "harness/nothing/empty");
}

}  // namespace
