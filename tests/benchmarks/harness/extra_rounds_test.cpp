#include <gmock/gmock.h>

#include <set>

#include "benchmarks/harness/comparison.hpp"
#include "tests/benchmarks/harness/made_up.hpp"

namespace {

using namespace simul;
using testing::Contains;
using testing::HasSubstr;
using Call = MadeUpExecutor::Call;

struct ExtraRounds : testing::Test {
  // Six planned rounds of 0.1 s each, but what `wall` says of the timed runs.
  void run(const std::vector<std::string>& names, unsigned extra = 4) {
    executor.answer = [this](const Call& call) {
      if (call.order.pass != Pass::timed || call.confined) return took(0.1);
      return took(wall(call.contestant, timed[call.contestant]++));
    };
    campaign.emplace(toy_cells(names),
                     Schedule{.rounds = 6, .slow_rounds = 3, .extra_rounds = extra, .seed = 444}, executor,
                     interrupted);
    campaign->run([this](const Progress& progress) { told.push_back(progress); }, [] {});
  }
  const Result& result(const std::string& name) {
    return *std::ranges::find(campaign->results(), name,
                              [](const Result& r) { return r.cell.contestant->name; });
  }

  std::function<double(const std::string&, int)> wall = [](const std::string&, int) { return 0.1; };
  MadeUpExecutor executor;
  std::atomic<bool> interrupted{false};
  std::optional<Campaign> campaign;
  std::map<std::string, int> timed;
  std::vector<Progress> told;
};

double restless(int run) { return run % 2 ? 0.2 : 0.1; }

TEST_F(ExtraRounds, AreNotGivenToWhatIsStable) {
  run({"coro", "uv"});
  EXPECT_EQ(result("coro").runs.size(), 6U);
  EXPECT_EQ(compare(*campaign, 2)[0].extra_rounds, 0U);
}

TEST_F(ExtraRounds, AreGivenToTheWholeProblemAndNumberedOn) {
  wall = [](const std::string& name, int run) { return name == "coro" ? restless(run) : 0.1; };
  run({"coro", "threads"});
  for (const char* name : {"coro", "threads"})
    EXPECT_THAT(result(name).rounds, testing::ElementsAre(0, 1, 2, 3, 4, 5, 6, 7, 8, 9)) << name;
  EXPECT_EQ(result("threads").confined_s.size(), 10U);
  const auto comparison = compare(*campaign, 2)[0];
  EXPECT_EQ(comparison.extra_rounds, 4U);
  EXPECT_EQ(comparison.standings[0].stability.verdict, Stability::Verdict::unstable);
  EXPECT_THAT(comparison.standings[0].cautions, Contains(HasSubstr("unstable: ")));
  EXPECT_EQ(comparison.standings[1].stability.verdict, Stability::Verdict::stable);
}

TEST_F(ExtraRounds, EndWhenTheCellHasSettled) {
  wall = [](const std::string&, int run) {
    return run == 1 || run == 3 ? 0.2 : 0.1;
  };  // 2 of 6, but not of 9
  run({"coro"});
  EXPECT_EQ(result("coro").runs.size(), 9U);
}

TEST_F(ExtraRounds, AreSwitchedOffByZero) {
  wall = [](const std::string&, int run) { return restless(run); };
  run({"coro"}, 0);
  EXPECT_EQ(result("coro").runs.size(), 6U);
}

TEST_F(ExtraRounds, AreNotForCellsThatTakeSecondsNorForTheirSake) {
  wall = [](const std::string& name, int run) { return (name == "sequential" ? 20 : 1) * restless(run); };
  run({"coro", "sequential"});
  EXPECT_EQ(result("sequential").runs.size(), 3U);
  EXPECT_EQ(result("coro").runs.size(), 10U);
}

TEST_F(ExtraRounds, LeaveOutWhatHasFailed) {
  wall = [](const std::string&, int run) { return restless(run); };
  run({"coro", "liar"});
  const auto answer = executor.answer;
  executor.answer = [&](const Call& call) {
    return call.contestant == "liar" ? failed(Status::wrong_answer, "it lied") : answer(call);
  };
  executor.calls.clear();
  campaign.emplace(toy_cells({"coro", "liar"}), Schedule{.rounds = 6, .extra_rounds = 4, .seed = 1}, executor,
                   interrupted);
  campaign->run([](const Progress&) {}, [] {});
  EXPECT_EQ(std::ranges::count(executor.calls, "liar", &Call::contestant), 1);
}

TEST_F(ExtraRounds, AreToldInTheProgress) {
  wall = [](const std::string&, int run) { return restless(run); };
  run({"coro"});
  std::set<std::string> what;
  for (const Progress& progress : told) what.insert(progress.what);
  for (const char* each : {"round 6/6", "extra round 1/4", "extra round 4/4", "observed", "kernel"})
    EXPECT_TRUE(what.contains(each)) << each;
  for (const Progress& progress : told) EXPECT_LT(progress.done, progress.all);
}

TEST_F(ExtraRounds, EndWithAnInterruption) {
  wall = [this](const std::string&, int run) {
    interrupted = run == 7;
    return restless(run);
  };
  run({"coro"});
  EXPECT_EQ(result("coro").runs.size(), 8U);
  EXPECT_FALSE(campaign->complete());
}

}  // namespace
