// Whether 95 % intervals are 95 % intervals: thousands of made-up cells whose true speed-up is known.
#include <gtest/gtest.h>

#include <functional>
#include <numeric>

#include "benchmarks/harness/intervals.hpp"
#include "benchmarks/harness/statistics.hpp"
#include "tests/benchmarks/harness/noise.hpp"

namespace {

using namespace simul;
using Distribution = std::function<double(Noise&)>;

constexpr double baseline_s = 8;  // and the cell's own median is 1 s: the true speed-up is 8

double normal(Noise& noise) { return 1 + 0.05 * noise.normal(); }
double lognormal(Noise& noise) { return std::exp(0.2 * noise.normal()); }
// Woken on the same CPU or on another one, which takes half as long again: 7 of 10 runs are of the one kind.
double bimodal(Noise& noise) {
  const double mode = noise.uniform() < 0.7 ? 1 : 1.5;
  return mode * (1 + 0.03 * noise.normal());
}
// 1 / 1.4 of the fast mode lies below the median of the mixture: the normal quantile of 5 / 7.
constexpr double bimodal_median = 1 + 0.03 * 0.56595;

Side side(std::size_t rounds, Noise& noise, const Distribution& distribution, double scale) {
  Side made{
      .rounds = std::vector<unsigned>(rounds), .wall_s = draw(rounds, noise, distribution), .cpu_s = {}};
  std::iota(made.rounds.begin(), made.rounds.end(), 0U);
  for (double& wall : made.wall_s) wall *= scale;
  made.cpu_s = made.wall_s;
  return made;
}

// The share of 1000 cells whose interval holds the true value. `truth` is the true ratio over 8.
double coverage(const Distribution& own, const Distribution& baseline, double truth, std::size_t rounds,
                std::size_t baseline_rounds, std::uint64_t seed) {
  constexpr int cells = 1000;
  int held = 0;
  for (int cell = 0; cell < cells; ++cell) {
    Noise noise(seed * cells + static_cast<std::uint64_t>(cell));
    const Sides sides{.own = side(rounds, noise, own, 1),
                      .baseline = side(baseline_rounds, noise, baseline, baseline_s)};
    const Measured measured{.wall_s = median(sides.own.wall_s),
                            .cpu_s = median(sides.own.cpu_s),
                            .baseline_s = Metric::known(median(sides.baseline.wall_s))};
    const auto interval = intervals(measured, sides).front().second.bounds.value();
    held += interval.first <= baseline_s * truth && baseline_s * truth <= interval.second;
  }
  return static_cast<double>(held) / cells;
}

void expect_95(double share) {
  testing::Test::RecordProperty("coverage", std::to_string(share));
  EXPECT_GE(share, 0.90);
  EXPECT_LE(share, 0.98);
}

TEST(IntervalsOfTwelveRounds, HoldTheTruthUnderNormalNoise) {
  expect_95(coverage(normal, normal, 1, 12, 12, 1));
}
TEST(IntervalsOfTwelveRounds, HoldTheTruthUnderLognormalNoise) {
  expect_95(coverage(lognormal, lognormal, 1, 12, 12, 2));
}
TEST(IntervalsOfTwelveRounds, HoldTheTruthUnderBimodalNoise) {
  expect_95(coverage(bimodal, normal, 1 / bimodal_median, 12, 12, 3));
}

// What docs/method.md says of slow baselines: with three rounds the interval can be no wider than the three.
double constant(Noise&) { return 1; }

// The median lies between the least and the largest of three in 1 - 2 / 8.
TEST(IntervalsOverABaselineOfThreeRounds, AreTooNarrowWhereOnlyTheBaselineIsNoisy) {
  EXPECT_NEAR(coverage(constant, normal, 1, 12, 3, 4), 0.75, 0.03);
}
TEST(IntervalsOverABaselineOfThreeRounds, AreSomewhatNarrowWhereBothSidesAreNoisy) {
  const double share = coverage(normal, normal, 1, 12, 3, 5);
  RecordProperty("coverage", std::to_string(share));
  EXPECT_GT(share, 0.88);
  EXPECT_LT(share, 0.93);
}
TEST(IntervalsOverABaselineOfThreeRounds, HoldTheTruthWhereTheBaselineIsQuiet) {
  expect_95(coverage(normal, constant, 1, 12, 3, 6));
}

}  // namespace
