#include "benchmarks/harness/summary.hpp"

#include <gmock/gmock.h>

#include <deque>

#include "tests/benchmarks/harness/made_up.hpp"

namespace {

using namespace simul;
using testing::ElementsAre;
using testing::Pair;

// Problems with made-up speed-ups; which problem it is does not matter, so all have the toy's name.
class Problems {
 public:
  void add(const std::map<std::string, double>& speedups) {
    std::vector<std::string> names;
    for (const auto& [name, speedup] : speedups) names.push_back(name);
    Comparison comparison{.baseline = "measured"};
    for (Cell& cell : toy_cells(names)) {
      const double speedup = speedups.at(cell.contestant->name);
      results_.push_back({.cell = std::move(cell)});
      comparison.standings.push_back(
          {.result = &results_.back(), .metrics = {{"speedup", Metric::known(speedup)}}});
    }
    all.push_back(std::move(comparison));
  }
  Standing& standing(std::size_t problem, const std::string& name) {
    return *std::ranges::find(all[problem].standings, name,
                              [](const Standing& s) { return s.result->cell.contestant->name; });
  }
  void fail(std::size_t problem, const std::string& name, Status status) {
    const Result* failed = standing(problem, name).result;
    std::ranges::find(results_, failed, [](const Result& r) { return &r; })->status = status;
  }

  std::vector<Comparison> all;

 private:
  std::deque<Result> results_;
};

double mean(const Summary& summary, std::string_view name) {
  return std::ranges::find(summary.speedup, name, &NamedMetrics::value_type::first)->second.value.value();
}

TEST(Summary, IsTheGeometricMeanOverAllProblems) {
  Problems problems;
  problems.add({{"sequential", 1}, {"coro", 2}, {"uv", 10}});
  problems.add({{"sequential", 1}, {"coro", 8}, {"uv", 0.1}});
  const Summary summary = summarize(problems.all);
  EXPECT_NEAR(mean(summary, "coro"), 4, 1e-12);  // the root of 2 x 8
  EXPECT_NEAR(mean(summary, "uv"), 1, 1e-12);
  EXPECT_EQ(summary.speedup.size(), 2U);  // the baseline is no contestant of itself
  EXPECT_EQ(summary.problems.size(), 2U);
  EXPECT_TRUE(summary.left_out.empty());
}

// Otherwise the one that failed where all are slow would win.
TEST(Summary, LeavesOutAProblemWhereOneIsMissingOrNotOk) {
  Problems problems;
  problems.add({{"sequential", 1}, {"coro", 2}, {"uv", 3}});
  problems.add({{"sequential", 1}, {"coro", 100}, {"uv", 0.1}});
  problems.add({{"sequential", 1}, {"coro", 100}});
  problems.fail(1, "uv", Status::crashed);
  const Summary summary = summarize(problems.all);
  EXPECT_NEAR(mean(summary, "coro"), 2, 1e-12);
  EXPECT_NEAR(mean(summary, "uv"), 3, 1e-12);
  EXPECT_EQ(summary.problems.size(), 1U);
  EXPECT_THAT(summary.left_out, ElementsAre(Pair("cpu/toy/tasks:3/shift:1", "`uv` is crashed"),
                                            Pair("cpu/toy/tasks:3/shift:1", "`uv` has no cell there")));
}

TEST(Summary, LeavesOutAProblemWithoutAMeasuredBaselineOrWithAFault) {
  Problems problems;
  for (int i = 0; i < 4; ++i) problems.add({{"sequential", 1}, {"coro", 2}});
  problems.all[0].baseline = "none";
  problems.all[1].baseline = "extrapolated";
  problems.standing(2, "coro").faults = {"faster than light"};
  const Summary summary = summarize(problems.all);
  EXPECT_EQ(summary.problems.size(), 1U);
  EXPECT_THAT(summary.left_out, ElementsAre(Pair(testing::_, "`sequential` has no verified run"),
                                            Pair(testing::_, "`sequential` is extrapolated"),
                                            Pair(testing::_, "`coro`: faster than light")));
}

TEST(Summary, IsOfPlainContestantsOnly) {
  Problems problems;
  problems.add({{"sequential", 1}, {"coro", 2}, {"fork_pool", 3}, {"floor", 4}, {"asio", 5}});
  const Summary summary = summarize(problems.all);
  EXPECT_THAT(summary.speedup, ElementsAre(testing::Field(&NamedMetrics::value_type::first, "coro")));
}

TEST(Summary, OfNothingSaysSo) {
  Problems problems;
  problems.add({{"coro", 2}});
  problems.all[0].baseline = "none";
  const Summary summary = summarize(problems.all);
  EXPECT_FALSE(summary.speedup[0].second.value);
  EXPECT_EQ(summary.speedup[0].second.reason, "no problem is complete: see left_out");
  EXPECT_TRUE(summarize({}).speedup.empty());
}

}  // namespace
