#include "benchmarks/harness/limits.hpp"

#include <gmock/gmock.h>
#include <signal.h>
#include <unistd.h>

#include <map>
#include <stdexcept>
#include <thread>

#include "benchmarks/harness/enter.hpp"

namespace {

using namespace simul;
using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

Limits some() { return {.cpus = 2, .workers = 2, .threads = 1100, .open_files = 1064}; }

TEST(Limits, LeaveThreadsAndFilesToOthers) {
  EXPECT_FALSE(some().unmet({{Supply::threads, 1000, "a thread per task"}}));
  EXPECT_FALSE(some().unmet({{Supply::processes, 1000, "a process per task"}}));
  EXPECT_FALSE(some().unmet({{Supply::open_files, 1000, "a file per task"}}));
  for (const Supply of : {Supply::threads, Supply::processes, Supply::open_files})
    EXPECT_EQ(some().unmet({{of, 1001, "one per task"}})->limit, 1000);
}

TEST(Limits, SayWhatIsWantedWhatForAndWhatThereIs) {
  const auto hole = some().unmet(
      {{Supply::threads, 7, "a thread per pool"}, {Supply::processes, 1234567, "a process per task"}});
  ASSERT_TRUE(hole);
  EXPECT_EQ(hole->reason, "a process per task: 1,234,567 processes, and the limit of this machine is 1,000");
  EXPECT_EQ(hole->limit, 1000);
  EXPECT_FALSE(hole->predicted_s);
  EXPECT_EQ(too_many(101, 100, "stacks", "a suspended task maps one")->reason,
            "a suspended task maps one: 101 stacks, and the limit of this machine is 100");
  EXPECT_FALSE(too_many(100, 100, "stacks", "a suspended task maps one"));
}

TEST(Limits, PredictWhatTakesLongerThanTheBudget) {
  Prices prices;
  Limits limits = some();
  limits.prices = &prices;
  limits.budget_s = 10;
  const auto slow = [](std::int64_t) { return 38e-6; };
  EXPECT_FALSE(limits.over_budget("processes", 250'000, "slow", slow));  // 9.5 s
  const auto hole = limits.over_budget("processes", 1'000'000, "slow", slow);
  ASSERT_TRUE(hole);
  EXPECT_DOUBLE_EQ(hole->predicted_s.value(), 38);
  EXPECT_FALSE(hole->limit);
  EXPECT_EQ(hole->reason,
            "predicted 38 s for 1,000,000 processes at 38 us each (measured in this invocation), and the "
            "budget of a run "
            "is 10 s");
  limits.budget_s = 37.9;
  EXPECT_TRUE(limits.over_budget("processes", 1'000'000, "slow", slow));
  limits.budget_s = 38;
  EXPECT_FALSE(limits.over_budget("processes", 1'000'000, "slow", slow));
  limits.prices = nullptr;
  limits.budget_s = 0;
  EXPECT_FALSE(limits.over_budget("processes", 1'000'000, "slow", slow));
}

TEST(Limits, KnowWhatThreadsAndProcessesCost) {
  Prices prices;
  Limits limits = some();
  limits.prices = &prices;
  limits.budget_s = 1e-7;  // none can be had for that
  const auto threads = limits.unmet({{Supply::threads, 100, "a thread per task"}});
  const auto processes = limits.unmet({{Supply::processes, 100, "a process per task"}});
  ASSERT_TRUE(threads && processes);
  EXPECT_THAT(threads->reason,
              AllOf(StartsWith("a thread per task: predicted "), HasSubstr(" for 100 threads at ")));
  EXPECT_THAT(processes->reason, StartsWith("a process per task: predicted "));
  EXPECT_GT(threads->predicted_s, 100 * 1e-6);
  EXPECT_LT(threads->predicted_s, 100 * 0.1);
  EXPECT_GT(processes->predicted_s, 100 * 10e-6);
  EXPECT_LT(processes->predicted_s, 100 * 0.1);
  EXPECT_FALSE(
      limits.unmet({{Supply::open_files, 100, "a file per task"}}));  // which cost nothing to speak of
}

// 20 ms to begin with, and a microsecond for each: a thousand take 21 ms, and a million a second.
double started_once(std::int64_t count) { return 20e-3 / static_cast<double>(count) + 1e-6; }

TEST(Prices, DoNotIncludeWhatIsStartedOnce) {
  std::int64_t most = 0;
  const auto trial = [&](std::int64_t count) {
    most = std::max(most, count);
    return started_once(count);
  };
  EXPECT_NEAR(Prices().of("", trial, 1e9, 1).value(), 1e-6, 1e-12);    // far over the budget
  EXPECT_NEAR(Prices().of("", trial, 1e9, 999).value(), 1e-6, 1e-12);  // and just over it
  EXPECT_EQ(most, 0);  // it was another process's
  EXPECT_NEAR(Prices().of("", trial, 150, 1e-9).value(), 1e-6, 1e-12);
  EXPECT_NEAR(Prices().of("", trial, 10, 1e-9).value(), 2e-3 + 1e-6, 1e-12);  // too few to tell
}

TEST(Prices, MayIncludeItWhereTheBudgetIsEnoughForThatAsWell) {
  const double at_most = Prices().of("", started_once, 1e6, 3).value();
  EXPECT_GT(at_most, 1e-6);
  EXPECT_LE(1e6 * at_most, 3);
}

// The whole point of it: who asks for what costs next to nothing waits for one run of a hundred.
TEST(Prices, AreNoMoreTroubleThanTheAnswerIsWorth) {
  constexpr double never = 1e3;
  const auto once = [calls = 0](std::int64_t) mutable { return calls++ ? never : 1e-6; };
  EXPECT_DOUBLE_EQ(Prices().of("", once, 1e5, 1).value(), 1e-6);
  const auto thrice = [calls = 0](std::int64_t) mutable { return calls++ < 3 ? 1.0 : never; };
  EXPECT_DOUBLE_EQ(Prices().of("", thrice, 1e9, 1).value(), 1);  // so far beyond it that no load has made it so
}

// Near the budget it takes more than one trial: two of three are disturbed.
TEST(Prices, AreTheLeastOfThree) {
  const auto trial = [calls = std::map<std::int64_t, int>()](std::int64_t count) mutable {
    return ++calls[count] % 3 ? 2.0 : 1.0;
  };
  EXPECT_DOUBLE_EQ(Prices().of("", trial, 1e9, 0.9e9).value(), 1);
  EXPECT_DOUBLE_EQ(Prices().of("", trial, 7, 6).value(), 1);
}

TEST(Prices, AreNeverNegative) {
  const auto ever_cheaper = [](std::int64_t count) { return 1 / static_cast<double>(count * count); };
  EXPECT_EQ(Prices().of("", ever_cheaper, 1000, 1e-9).value(), 0);
}

double one(std::int64_t) { return 1; }
double two(std::int64_t) { return 2; }

TEST(Prices, AreAskedForOnce) {
  Prices prices;
  EXPECT_DOUBLE_EQ(prices.of("a", one, 1, 0).value(), 1);
  EXPECT_DOUBLE_EQ(prices.of("a", two, 1, 0).value(), 1);
  EXPECT_DOUBLE_EQ(prices.of("b", two, 1, 0).value(), 2);
}

TEST(Prices, AreAskedForAgainWhenTheyWereKnownOnlyForFewer) {
  Prices prices;
  EXPECT_DOUBLE_EQ(prices.of("", two, 100, 1000).value(), 2);
  EXPECT_DOUBLE_EQ(prices.of("", one, 400, 1000).value(), 2);    // that many are within the budget, too
  EXPECT_DOUBLE_EQ(prices.of("", one, 5000, 1000).value(), 1);   // not so many, at that price
  EXPECT_DOUBLE_EQ(prices.of("", two, 50'000, 1000).value(), 1);  // which now is the price
}

TEST(Prices, OfWhatFailsAreUnknown) {
  Prices prices;
  EXPECT_FALSE(prices.of(
      "throws", [](std::int64_t) -> double { throw std::runtime_error(""); }, 1, 1));
  EXPECT_FALSE(prices.of(
      "dies", [](std::int64_t) -> double { return ::raise(SIGKILL); }, 1, 1));
  EXPECT_FALSE(prices.of(
      "throws", one, 1, 1));
}

// Its child would live for ever, and has the pipe on which the price is told.
TEST(Prices, DoNotWaitForWhatATrialLeavesBehind) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const auto fails = [&](std::int64_t) -> double {
    if (::fork() == 0)
      for (;;) ::pause();
    throw std::runtime_error("");
  };
  EXPECT_FALSE(Prices().of("", fails, 1, 1));
  ::close(ends[1]);
  char end;
  EXPECT_EQ(::read(ends[0], &end, 1), 0) << "somebody still has the other end";
  ::close(ends[0]);
}

// A contestant that takes a tenth of a millisecond for each of its tasks.
struct Naps {
  static constexpr std::string_view kind = "io", name = "naps", in_turn = "", waits = "", works = "";
  struct Parameters {
    std::int64_t tasks, places;
  };
  using Answer = std::uint64_t;
  static constexpr std::array fields{std::pair{"tasks", &Parameters::tasks},
                                     std::pair{"places", &Parameters::places}};
  static std::vector<Parameters> points(std::string_view) { return {{2, 3}, {20'000, 3}}; }
  static std::optional<std::string> verify(const Parameters&, std::uint64_t, Answer) { return {}; }
  static double units(const Parameters& p) { return static_cast<double>(p.tasks); }
  static constexpr std::string_view counted = "tasks";
  static Parameters of_size(const Parameters& p, std::int64_t tasks) { return {tasks, p.places}; }
};

template <class Probe>
struct Napping {
  static constexpr auto lanes = Lanes::one;
  Napping(const Naps::Parameters& parameters, unsigned, Probe&) : p(parameters) {}
  std::uint64_t run(std::uint64_t nonce) {
    ++runs;
    std::this_thread::sleep_for(p.tasks * std::chrono::microseconds(100));
    return nonce;
  }
  const Naps::Parameters p;
  static inline int runs = 0;
};

TEST(Contestant, OfAWorkloadThatComesInSizesIsPredictedFromASmallOne) {
  const ContestantOf<Naps, Napping> contestant("naps");  // not entered
  Prices prices;
  Limits limits = some();
  limits.budget_s = 1;
  const auto problems = contestant.problems("quick", 1);
  EXPECT_FALSE(contestant.unsupported(*problems[1], limits));  // nobody may be asked
  limits.prices = &prices;
  EXPECT_FALSE(contestant.unsupported(*problems[0], limits));
  const auto hole = contestant.unsupported(*problems[1], limits);
  ASSERT_TRUE(hole);
  EXPECT_GT(hole->predicted_s, limits.budget_s);  // 2 s, if nobody takes the CPU from who times a small one
  EXPECT_THAT(hole->reason, AllOf(StartsWith("predicted "), HasSubstr(" for 20,000 tasks at ")));
  EXPECT_EQ(Napping<Silent>::runs, 0);  // it was tried in a process of its own
}

}  // namespace
