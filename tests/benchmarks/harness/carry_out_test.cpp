#include "benchmarks/harness/carry_out.hpp"

#include <gmock/gmock.h>

#include "benchmarks/harness/enter.hpp"
#include "runtimes/os/placement.hpp"
#include "tests/benchmarks/harness/made_up.hpp"
#include "tests/benchmarks/harness/toy.hpp"
#include "tests/runtimes/affinity.hpp"

namespace {

using namespace simul;
using testing::HasSubstr;

Report of(const std::string& contestant, const Order& order) {
  return carry_out(toy_cells({contestant}).front(), order);
}

TEST(CarryOut, ReportsAVerifiedRunForEachRepetition) {
  const auto report = of("coro", {.repetitions = 4, .nonce = 7});
  EXPECT_EQ(report.status, Status::ok);
  EXPECT_EQ(report.runs.size(), 4U);
  EXPECT_EQ(report.google_rows.size(), 4U);
  EXPECT_GT(report.peak_memory_bytes, 0);
  for (const auto& run : report.runs) EXPECT_GT(run.wall_s, 0);
  EXPECT_THAT(report.runs[0].counters, testing::Contains(std::pair<std::string, double>("answers", 3)));
}

TEST(CarryOut, SamplesTheMachineAroundEveryRun) {
  const auto report = of("coro", {.repetitions = 2});
  for (const auto& run : report.runs) {
    EXPECT_GE(run.conditions.window_s, run.wall_s);
    EXPECT_EQ(run.conditions.own_s, run.usage.cpu_s);
    EXPECT_GE(run.conditions.cpus, 1U);
    EXPECT_TRUE(run.conditions.busy_s && run.conditions.steal_s && run.conditions.idle_s);
  }
}

TEST(CarryOut, PinsForOneCellOnly) {
  const auto before = affinity::cpus_of_this_thread();
  EXPECT_EQ(of("coro", {.pin = true}).status, Status::ok);
  EXPECT_EQ(affinity::cpus_of_this_thread(), before);
  EXPECT_FALSE(os::placing());
}

TEST(CarryOut, TakesTheSameTimeToGoogleBenchmark) {
  const auto report = of("coro", {.repetitions = 2});
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(report.google_rows[i].at("name"), "cpu/toy/coro/tasks:3/shift:1");
    EXPECT_NEAR(report.google_rows[i].at("real_time"), report.runs[i].wall_s * 1e6, 1e-3);
  }
}

TEST(CarryOut, RejectsAWrongAnswer) {
  const auto report = of("liar", {.repetitions = 3});
  EXPECT_EQ(report.status, Status::wrong_answer);
  EXPECT_EQ(report.reason, "task 0 is wrong");
  EXPECT_TRUE(report.runs.empty());
  EXPECT_TRUE(report.google_rows.empty());
}

TEST(CarryOut, RejectsAWrongAnswerInTheObservedPassToo) {
  const auto report = of("liar", {.pass = Pass::observed});
  EXPECT_EQ(report.status, Status::wrong_answer);
  EXPECT_FALSE(report.account);
}

TEST(CarryOut, CallsAnExceptionACrash) {
  const auto report = of("thrower", {});
  EXPECT_EQ(report.status, Status::crashed);
  EXPECT_EQ(report.reason, "thrown by the contestant");
  EXPECT_TRUE(report.google_rows.empty());
}

TEST(CarryOut, ObservesWithAJournal) {
  const auto report = of("threads", {.pass = Pass::observed});
  ASSERT_EQ(report.status, Status::ok) << report.reason;
  EXPECT_EQ(report.account.value().peak, 1U);  // the toy's tasks follow each other
  EXPECT_EQ(report.account->early_wakes, 0U);
  EXPECT_GT(report.account->mean, 0);
  EXPECT_LE(report.account->mean, 1);
  EXPECT_TRUE(report.google_rows.empty());
}

// Three tasks of 0, 1 and 2 us in each run that counts; the warm-up does not.
TEST(CarryOut, CollectsTheLatenciesOfTheRunsThatCount) {
  const auto report = of("coro", {.repetitions = 4});
  ASSERT_TRUE(report.latency);
  EXPECT_EQ(report.latency->count(), 4 * 3U);
  EXPECT_EQ(report.latency->max_ns(), 2000);
  EXPECT_EQ(report.latency->sum_ns(), 4 * 3000U);
}

TEST(CarryOut, HoldsAsManyTasksAsTheMemoryPointHas) {
  const auto report = of("threads", {.pass = Pass::memory, .memory_point = 1});
  ASSERT_EQ(report.status, Status::ok) << report.reason;
  EXPECT_EQ(report.together.value().from_ns, 1'000'000'000);
  EXPECT_EQ(report.together->until_ns, 2'000'000'000);
  EXPECT_THAT(report.runs.at(0).counters, testing::Contains(std::pair<std::string, double>("answers", 2)));
  EXPECT_EQ(of("liar", {.pass = Pass::memory}).status, Status::wrong_answer);
}

// The threads' clocks take 23 us to read here: too much for a run of microseconds, nothing for one of milliseconds.
TEST(CarryOut, ReadsTheClocksOfTasksThatAreLongEnough) {
  Cell cell = toy_cells({"threads"}).front();
  const auto of_short = carry_out(cell, {.pass = Pass::observed});
  EXPECT_THAT(of_short.account.value().running.reason, HasSubstr("not read"));
  cell.problem = std::make_shared<ProblemOf<toy::Workload>>(toy::Parameters{3, 1, 5'000'000});
  const auto of_long = carry_out(cell, {.pass = Pass::observed});
  EXPECT_GT(of_long.account.value().running.value.value(), 0);
  EXPECT_LE(of_long.account->running.value.value(), of_long.account->mean);
  EXPECT_EQ(of_long.account->waiting.value, 0);
}

TEST(CarryOut, TellsItsStoryOnlyWhenItIsAsked) {
  EXPECT_FALSE(of("threads", {.pass = Pass::observed}).story);
  const auto told = of("threads", {.pass = Pass::observed, .tells_story = true}).story.value();
  ASSERT_EQ(told.tasks.size(), 3U);
  for (const auto& notes : told.tasks) {
    ASSERT_EQ(notes.size(), 2U);
    EXPECT_GE(notes[0].at_ns, told.start_ns);
    EXPECT_EQ(notes[1].moment, Moment::end);
  }
}

TEST(CarryOut, TimesTheKernelAlone) {
  const auto report = of("thrower", {.pass = Pass::kernel});
  EXPECT_EQ(report.status, Status::ok);
  EXPECT_GT(report.kernel_s, 0);
  EXPECT_TRUE(report.runs.empty());
}

// Says as its answer whether it may run on one CPU only.
template <class Probe>
struct Whereabouts {
  static constexpr auto lanes = Lanes::one;
  Whereabouts(const toy::Parameters&, unsigned, Probe&) : at_set_up(affinity::cpus_of_this_thread()) {}
  toy::Answer run(std::uint64_t) {
    seen = affinity::only_cpu() == at_set_up.front() ? "pinned" : "free";
    throw std::runtime_error(seen);
  }
  std::vector<int> at_set_up;
  std::string seen;
};

TEST(CarryOut, PinsTheThreadThatRunsAndNotItsSetUp) {
  const ContestantOf<toy::Workload, Whereabouts> contestant("coro");
  const auto problem = std::make_shared<ProblemOf<toy::Workload>>(toy::Parameters{1, 1, 10});
  const Cell cell{&contestant, problem, 1, "cpu/toy/coro", {}};
  EXPECT_EQ(carry_out(cell, {.pin = true}).reason, "pinned");
  if (affinity::cpus_of_this_thread().size() > 1) {
    EXPECT_EQ(carry_out(cell, {}).reason, "free");
  }
}

// Counts the runs of all that were set up.
template <class Probe>
struct Counted {
  static constexpr auto lanes = Lanes::one;
  static inline int runs = 0;
  Counted(const toy::Parameters&, unsigned, Probe&) {}
  toy::Answer run(std::uint64_t) { return ++runs, toy::Answer{}; }
};
struct Lenient : toy::Workload {
  static std::optional<std::string> verify(const Parameters&, std::uint64_t, const Answer&) { return std::nullopt; }
};

TEST(CarryOut, WarmsUpUnlessTheFirstRunIsSlow) {
  const ContestantOf<Lenient, Counted> contestant("coro");
  const auto problem = std::make_shared<ProblemOf<Lenient>>(toy::Parameters{1, 1, 10});
  const Cell cell{&contestant, problem, 1, "cpu/toy/coro", {}};
  const auto runs = [&](const Order& order) {
    Counted<Silent>::runs = 0;
    EXPECT_EQ(carry_out(cell, order).runs.size(), order.repetitions);
    return Counted<Silent>::runs;
  };
  EXPECT_EQ(runs({.repetitions = 3}), 4);
  EXPECT_EQ(runs({.repetitions = 3, .slow_s = 0}), 3);
}

// The toy as a problem of which a baseline does only the first of four tasks.
struct Long : toy::Workload {
  struct Part {
    Parameters parameters;
    double share;
  };
  static std::optional<Part> prefix(const Parameters& p) { return Part{{1, p.shift, p.steps}, 0.25}; }
};
template <class Probe>
struct Counting {
  static constexpr auto lanes = Lanes::one;
  Counting(const toy::Parameters& parameters, unsigned, Probe&) : p(parameters) {}
  toy::Answer run(std::uint64_t nonce) {
    toy::Answer answer;
    for (std::size_t task = 0; task < Long::tasks(p); ++task) answer.push_back(Long::right(p, nonce, task));
    return answer;
  }
  const toy::Parameters& p;
};

Report of_long(const char* name) {
  const ContestantOf<Long, Counting> contestant(name);
  const auto problem = std::make_shared<ProblemOf<Long>>(toy::Parameters{4, 1, 10});
  return carry_out({&contestant, problem, 1, std::string("cpu/long/") + name, {}}, {});
}

TEST(CarryOut, RunsOnlyThePrefixOfALongBaseline) {
  const auto report = of_long("sequential");
  EXPECT_EQ(report.status, Status::ok) << report.reason;
  EXPECT_THAT(report.runs.at(0).counters, testing::Contains(std::pair<std::string, double>("answers", 1)));
  EXPECT_TRUE(report.google_rows.empty());  // what was not measured whole must not look as if it were
}

TEST(CarryOut, GivesNobodyElseAPrefix) {
  const auto report = of_long("coro");
  EXPECT_THAT(report.runs.at(0).counters, testing::Contains(std::pair<std::string, double>("answers", 4)));
  EXPECT_EQ(report.google_rows.size(), 1U);
}

TEST(CarryOut, CountsNothingInAProcessWithoutTheLibraryAndSaysWhy) {
  const Report report = of("threads", {.pass = Pass::counted});
  EXPECT_EQ(report.status, Status::unsupported);
  EXPECT_FALSE(report.created);
  EXPECT_NE(report.reason, "");
}

}  // namespace
