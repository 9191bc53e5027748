// Which problems make a sweep, and what their times come to, with made-up times.
#include "benchmarks/harness/sweeps.hpp"

#include <gmock/gmock.h>

#include <deque>

#include "benchmarks/harness/enter.hpp"
#include "tests/benchmarks/harness/made_up.hpp"
#include "tests/benchmarks/harness/toy.hpp"

namespace {

using namespace simul;
using testing::ElementsAre;
using testing::HasSubstr;

// The toy at several lengths of its tasks, which is what its `shift` is taken for.
class Sweep {
 public:
  // One run in each round; none: it failed.
  void add(std::int64_t tasks, std::int64_t shift, double useful_s,
           const std::map<std::string, std::vector<double>>& walls_s) {
    auto problem = std::make_shared<ProblemOf<toy::Workload>>(toy::Parameters{tasks, shift});
    Comparison comparison{.kind = "cpu", .workload = "toy", .parameters = problem->path()};
    comparison.useful_s = Metric::known(useful_s);
    std::vector<std::string> names;
    for (const auto& [name, walls] : walls_s) names.push_back(name);
    for (Cell& cell : toy_cells(names)) {
      const auto& walls = walls_s.at(cell.contestant->name);
      cell.problem = problem;
      Result result{.cell = cell};
      if (walls.empty()) result.status = Status::crashed, result.reason = "it fell over";
      for (std::size_t round = 0; round < walls.size(); ++round) {
        result.runs.push_back({.wall_s = walls[round], .usage = {}, .counters = {}, .conditions = {}});
        result.rounds.push_back(static_cast<unsigned>(round));
      }
      results_.push_back(std::move(result));
      Standing standing{.result = &results_.back()};
      if (!walls.empty()) standing.wall_s = walls[walls.size() / 2];
      comparison.standings.push_back(std::move(standing));
    }
    comparisons.push_back(std::move(comparison));
  }

  std::vector<Comparison> comparisons;

 private:
  std::deque<Result> results_;
};

const GrainSweep::Entry& entry(const GrainSweep& sweep, const std::string& contestant) {
  return *std::ranges::find(sweep.entries, contestant, &GrainSweep::Entry::contestant);
}

std::vector<double> rounds(double wall_s) { return std::vector<double>(10, wall_s); }

// 4 tasks of 1 s and of 3 s, to each of which 2 s are added: 50 % is at 2 s of use and 4 s in all. `coro` has
// one thread.
TEST(GrainSweeps, HaveTheMetgOfAContestantOfOneThread) {
  Sweep made;
  made.add(4, 1, 4, {{"coro", rounds(12)}});
  made.add(4, 3, 12, {{"coro", rounds(20)}});
  const auto sweeps = grain_sweeps(made.comparisons, 2);
  ASSERT_EQ(sweeps.size(), 1U);
  EXPECT_EQ(path_of(sweeps[0].parameters), "tasks:4");
  EXPECT_EQ(sweeps[0].swept, "shift");
  const auto& coro = entry(sweeps[0], "coro");
  ASSERT_EQ(coro.points.size(), 2U);
  EXPECT_EQ(coro.points[0].grain, 1);
  EXPECT_DOUBLE_EQ(coro.points[0].length.granularity_s, 3);
  EXPECT_DOUBLE_EQ(coro.points[0].length.efficiency(), 1.0 / 3);
  EXPECT_DOUBLE_EQ(coro.points[1].length.efficiency(), 0.6);
  EXPECT_NEAR(coro.metg_s.value.value(), 4, 0.2);
  EXPECT_DOUBLE_EQ(coro.interval.bounds.value().first, coro.metg_s.value.value());
}

// With a pool of two on two CPUs half the time is the same efficiency.
TEST(GrainSweeps, CountTheCpusThatAContestantHas) {
  Sweep made;
  made.add(4, 1, 4, {{"coro", rounds(12)}, {"fork_pool", rounds(6)}});
  made.add(4, 3, 12, {{"coro", rounds(20)}, {"fork_pool", rounds(10)}});
  const auto sweep = grain_sweeps(made.comparisons, 2).at(0);
  EXPECT_DOUBLE_EQ(entry(sweep, "fork_pool").metg_s.value.value(),
                   entry(sweep, "coro").metg_s.value.value());
  // But not more of them than the problem has tasks at once.
  Sweep alone;
  alone.add(1, 1, 1, {{"fork_pool", rounds(3)}});
  alone.add(1, 3, 3, {{"fork_pool", rounds(5)}});
  EXPECT_DOUBLE_EQ(
      entry(grain_sweeps(alone.comparisons, 2).at(0), "fork_pool").points[0].length.efficiency(), 1.0 / 3);
}

// Four waits of a second, four at a time: whoever needs 2 s for them is efficient by half, on however many
// threads.
TEST(GrainSweeps, OfWaitsAskForNoCpu) {
  Sweep made;
  made.add(4, 0, 0, {{"coro", rounds(2)}, {"fork_pool", rounds(4)}});
  made.add(4, -1, 0, {{"coro", rounds(2)}, {"fork_pool", rounds(8)}});
  const auto sweep = grain_sweeps(made.comparisons, 2).at(0);
  EXPECT_DOUBLE_EQ(entry(sweep, "coro").points[0].length.efficiency(), 0.5);
  EXPECT_DOUBLE_EQ(entry(sweep, "coro").points[1].length.efficiency(), 1);
  EXPECT_THAT(entry(sweep, "fork_pool").metg_s.reason, HasSubstr("are more than 25.0 % efficient"));
  EXPECT_EQ(entry(sweep, "fork_pool").interval.reason, entry(sweep, "fork_pool").metg_s.reason);
}

TEST(GrainSweeps, SpreadOverTheRounds) {
  Sweep made;
  made.add(4, 1, 4, {{"coro", {10, 11, 12, 12, 12, 12, 12, 12, 13, 14}}});
  made.add(4, 3, 12, {{"coro", rounds(20)}});
  const auto sweep = grain_sweeps(made.comparisons, 2).at(0);
  const auto [low, high] = entry(sweep, "coro").interval.bounds.value();
  EXPECT_LT(low, entry(sweep, "coro").metg_s.value.value());
  EXPECT_GT(high, entry(sweep, "coro").metg_s.value.value());
}

TEST(GrainSweeps, HaveNoIntervalWithoutRoundsEnough) {
  Sweep made;
  made.add(4, 1, 4, {{"coro", rounds(12)}});
  made.add(4, 3, 12, {{"coro", {20, 20}}});
  const auto sweep = grain_sweeps(made.comparisons, 2).at(0);
  EXPECT_TRUE(entry(sweep, "coro").metg_s.value);
  EXPECT_EQ(entry(sweep, "coro").interval.reason, "too few rounds that have every length");
}

TEST(GrainSweeps, SayWhoHasNoPoints) {
  Sweep made;
  made.add(4, 1, 4, {{"coro", rounds(12)}, {"uv", {}}});
  made.add(4, 3, 12, {{"coro", rounds(20)}, {"uv", {}}});
  const auto sweep = grain_sweeps(made.comparisons, 2).at(0);
  EXPECT_EQ(entry(sweep, "uv").metg_s.reason, "crashed: it fell over");
  EXPECT_TRUE(entry(sweep, "uv").points.empty());
}

TEST(GrainSweeps, AreOfProblemsThatAreTheSameButForTheLength) {
  Sweep made;
  made.add(4, 1, 4, {{"coro", rounds(12)}});
  made.add(5, 3, 15, {{"coro", rounds(25)}});
  EXPECT_TRUE(grain_sweeps(made.comparisons, 2).empty());
  made.add(5, 1, 5, {{"coro", rounds(15)}});
  const auto sweeps = grain_sweeps(made.comparisons, 2);
  ASSERT_EQ(sweeps.size(), 1U);
  EXPECT_EQ(path_of(sweeps[0].parameters), "tasks:5");
}

TEST(GrainSweeps, AreWrittenWithTheirPoints) {
  Sweep made;
  made.add(4, 1, 4, {{"coro", rounds(12)}, {"uv", {}}});
  made.add(4, 3, 12, {{"coro", rounds(20)}, {"uv", {}}});
  const Json json = grain_sweeps(made.comparisons, 2).at(0);
  EXPECT_EQ(json["parameters"]["tasks"], 4);
  EXPECT_EQ(json["swept"], "shift");
  const Json& coro = json["contestants"][0];
  EXPECT_EQ(coro["contestant"], "coro");
  EXPECT_TRUE(coro["null_reasons"].empty());
  EXPECT_EQ(coro["points"][0]["cell"], "cpu/toy/coro/tasks:3/shift:1");  // the made-up cell's
  EXPECT_DOUBLE_EQ(coro["points"][1]["efficiency"], 0.6);
  const Json& uv = json["contestants"][1];
  EXPECT_TRUE(uv["metg_50_s"].is_null() && uv["metg_50_s_interval"].is_null());
  EXPECT_EQ(uv["null_reasons"]["metg_50_s"], "crashed: it fell over");
}

}  // namespace
