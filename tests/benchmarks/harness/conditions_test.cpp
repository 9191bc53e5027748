#include "benchmarks/harness/conditions.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <ctime>

#include "tests/benchmarks/harness/made_up_machine.hpp"

namespace {

using namespace simul;
using testing::HasSubstr;

// A second on two CPUs: 0.5 of own work, 0.75 of somebody else's, 0.25 stolen, 0.5 idle.
Conditions second() {
  return {.window_s = 1,
          .own_s = 0.5,
          .cpus = 2,
          .busy_s = 1.25,
          .busy_step_s = tick_s,
          .steal_s = 0.25,
          .idle_s = 0.5,
          .throttled = {},
          .load_average = {}};
}

Metric metric(const NamedMetrics& metrics, std::string_view name) {
  return std::ranges::find(metrics, name, &NamedMetrics::value_type::first)->second;
}

TEST(ConditionsOfARun, AreWhatIsNotItsOwn) {
  EXPECT_DOUBLE_EQ(foreign_cores(second()).value(), 0.75);
  EXPECT_DOUBLE_EQ(steal_share(second()).value(), 0.125);
  EXPECT_DOUBLE_EQ(idle_cores(second()).value(), 0.5);
}

TEST(ConditionsOfARun, AreUnknownBelowFiveStepsOfTheirClock) {
  Conditions c = second();
  c.window_s = 0.0499;
  EXPECT_TRUE(foreign_cores(c));
  EXPECT_FALSE(steal_share(c));
  EXPECT_FALSE(idle_cores(c));
  c.window_s = 0.0199;
  EXPECT_FALSE(foreign_cores(c));
  c = second();
  c.window_s = 0.0499, c.busy_step_s = jiffy_s;
  EXPECT_FALSE(foreign_cores(c));
}

TEST(ConditionsOfARun, AreUnknownWhereTheKernelDoesNotTell) {
  const Conditions nothing;
  EXPECT_FALSE(foreign_cores(nothing));
  EXPECT_FALSE(steal_share(nothing));
  EXPECT_FALSE(idle_cores(nothing));
}

TEST(ConditionsOfACell, AreMeansOverTheTimeOfItsRuns) {
  Conditions quiet = second();
  quiet.window_s = 3, quiet.busy_s = 0.5, quiet.steal_s = 0, quiet.idle_s = 5.5;
  const std::vector<Conditions> runs{second(), quiet};
  const auto metrics = metrics_of(runs);
  EXPECT_DOUBLE_EQ(metric(metrics, "foreign_cores").value.value(), 0.75 / 4);
  EXPECT_DOUBLE_EQ(metric(metrics, "steal_cores").value.value(), 0.25 / 4);
  EXPECT_DOUBLE_EQ(metric(metrics, "idle_cores").value.value(), 6.0 / 4);
  EXPECT_DOUBLE_EQ(metric(metrics, "machine_closure").value.value(), 1);
}

TEST(ConditionsOfACell, AreKnownOnceItsRunsTogetherAreLongEnough) {
  Conditions brief = second();
  brief.window_s = 0.03;
  std::vector<Conditions> runs(11, brief);  // 0.33 s; the jiffies of 11 runs may be off by 10 ms x sqrt(11)
  EXPECT_TRUE(metric(metrics_of(runs), "foreign_cores").value);
  EXPECT_THAT(metric(metrics_of(runs), "steal_cores").reason, HasSubstr("too short"));
  runs.push_back(brief);  // 0.36 s against 35 ms
  EXPECT_TRUE(metric(metrics_of(runs), "steal_cores").value);
}

TEST(ConditionsOfACell, HaveAReasonWhereTheKernelDoesNotTell) {
  for (const auto& runs : {std::vector<Conditions>(3), std::vector<Conditions>()}) {
    for (const auto& [name, value] : metrics_of(runs))
      EXPECT_THAT(value.reason, HasSubstr("does not tell")) << name;
  }
}

TEST(TheMachine, IsReadInJiffiesWhereNoGroupKnowsAllOfIt) {
  const MadeUpMachine made_up;
  made_up.stat(1000, 2000, 30);
  made_up.has("/sys/fs/cgroup/cpuacct/cpuacct.usage", "5000000000");  // a container: half of 10 s
  made_up.has("/proc/loadavg", "1.25 1.00 0.50 3/108 24199");
  const Machine machine(made_up.files);
  const auto start = machine.read(Machine::Edge::start);
  made_up.stat(1125, 2050, 55);
  const auto c = machine.between(start, machine.read(Machine::Edge::end), 0.5);
  EXPECT_EQ(c.cpus, 2U);
  EXPECT_NEAR(c.busy_s.value(), 1.25, 1e-9);
  EXPECT_EQ(c.busy_step_s, jiffy_s);
  EXPECT_NEAR(c.steal_s.value(), 0.25, 1e-9);
  EXPECT_NEAR(c.idle_s.value(), 0.5, 1e-9);
  EXPECT_EQ(c.own_s, 0.5);
  EXPECT_EQ(c.load_average, 1.25);
  EXPECT_FALSE(c.throttled);
  EXPECT_GT(c.window_s, 0);
}

TEST(TheMachine, IsReadInNanosecondsWhereTheRootGroupIsToBeHad) {
  const MadeUpMachine made_up;
  made_up.stat(1000, 2000, 30);
  made_up.has("/sys/fs/cgroup/cpuacct/cpuacct.usage", "10400000000");
  const Machine machine(made_up.files);
  const auto start = machine.read(Machine::Edge::start);
  made_up.stat(1100, 2000, 30);
  made_up.has("/sys/fs/cgroup/cpuacct/cpuacct.usage", "10400000777");
  const auto c = machine.between(start, machine.read(Machine::Edge::end), 0);
  EXPECT_NEAR(c.busy_s.value(), 777e-9, 2e-9);
  EXPECT_EQ(c.busy_step_s, tick_s);
}

TEST(TheMachine, CountsHowOftenTheGroupWasThrottled) {
  const MadeUpMachine made_up;
  made_up.has("/proc/self/cgroup", "0::/ours");
  made_up.has("/sys/fs/cgroup/ours/cpu.stat", "usage_usec 5\nnr_periods 9\nnr_throttled 2");
  const Machine machine(made_up.files);
  const auto start = machine.read(Machine::Edge::start);
  made_up.has("/sys/fs/cgroup/ours/cpu.stat", "usage_usec 5\nnr_periods 12\nnr_throttled 5");
  EXPECT_EQ(machine.between(start, machine.read(Machine::Edge::end), 0).throttled, 3);
}

TEST(TheMachine, ThatTellsNothingIsUnknown) {
  const MadeUpMachine made_up;
  const Machine machine(made_up.files);
  const auto c = machine.between(machine.read(Machine::Edge::start), machine.read(Machine::Edge::end), 0);
  EXPECT_FALSE(c.busy_s || c.busy_step_s || c.steal_s || c.idle_s || c.throttled || c.load_average);
  EXPECT_EQ(c.cpus, 0U);
}

// The real one: what the processor did in the meantime was ours at least.
TEST(TheMachine, SeesOurOwnWork) {
  const Machine machine;
  const auto start = machine.read(Machine::Edge::start);
  const std::clock_t begin = std::clock();
  while (std::clock() - begin < CLOCKS_PER_SEC / 10) {
  }
  const auto c = machine.between(start, machine.read(Machine::Edge::end), 0.1);
  EXPECT_GE(c.window_s, 0.1);
  EXPECT_GE(c.busy_s.value(), 0.1 - 2 * c.busy_step_s.value());
}

}  // namespace
