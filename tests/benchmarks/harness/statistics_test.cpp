#include "benchmarks/harness/statistics.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

#include "benchmarks/harness/work.hpp"

namespace {

using simul::holm;
using simul::median;
using simul::median_interval;
using testing::DoubleEq;
using testing::ElementsAre;

// 1, 2 ... n in an order that is not sorted: an order statistic is then its own rank.
std::vector<double> ranks(std::size_t n) {
  std::vector<double> sample(n);
  std::iota(sample.begin(), sample.end(), 1.0);
  std::ranges::reverse(sample);
  return sample;
}

TEST(Median, IsTheMiddleOrTheMeanOfTheMiddleTwo) {
  EXPECT_DOUBLE_EQ(median({7}), 7);
  EXPECT_DOUBLE_EQ(median({3, 1}), 2);
  EXPECT_DOUBLE_EQ(median({9, 1, 5}), 5);
  EXPECT_DOUBLE_EQ(median({4, 100, 1, 2}), 3);
}

TEST(Median, OfNothingIsRefused) { EXPECT_THROW(median({}), std::invalid_argument); }

struct Row {
  std::size_t n, low, high;
};

// Gardner and Altman, "Statistics with Confidence", table of ranks for a 95 % interval of the median.
TEST(MedianInterval, HasTheRanksOfThePublishedTable) {
  for (const auto [n, low, high] :
       {Row{6, 1, 6}, Row{8, 1, 8}, Row{9, 2, 8}, Row{10, 2, 9}, Row{12, 3, 10}, Row{15, 4, 12},
        Row{20, 6, 15}, Row{25, 8, 18}, Row{30, 10, 21}, Row{50, 18, 33}, Row{100, 40, 61}}) {
    const auto interval = median_interval(ranks(n));
    ASSERT_TRUE(interval) << n;
    EXPECT_DOUBLE_EQ(interval->first, static_cast<double>(low)) << n;
    EXPECT_DOUBLE_EQ(interval->second, static_cast<double>(high)) << n;
  }
}

TEST(MedianInterval, DoesNotExistForFewValues) {
  for (std::size_t n = 0; n < 6; ++n) EXPECT_FALSE(median_interval(ranks(n))) << n;
}

TEST(MedianInterval, IsWiderAtAHigherConfidence) {
  EXPECT_EQ(median_interval(ranks(9), 0.99), std::pair(1.0, 9.0));  // 1 - 2/512
  EXPECT_EQ(median_interval(ranks(9), 0.5),
            std::pair(3.0, 7.0));  // 1 - 2 (1 + 9 + 36)/512 is 0.82; the next 0.49
  EXPECT_FALSE(median_interval(ranks(7), 0.99));
}

// Where 1/2 to the power of n is no longer a number, the normal approximation is exact to a rank.
TEST(MedianInterval, HoldsForThousandsOfValues) {
  for (const std::size_t n : {1000U, 2000U, 9999U}) {
    const double half = static_cast<double>(n) / 2, reach = 1.95996 * std::sqrt(half / 2);
    const auto interval = median_interval(ranks(n));
    ASSERT_TRUE(interval) << n;
    EXPECT_NEAR(interval->first, half - reach, 1.5) << n;
    EXPECT_NEAR(interval->second, half + reach + 1, 1.5) << n;
  }
}

// The example of R's documentation of p.adjust, method "holm".
TEST(Holm, AdjustsTheWorkedExample) {
  EXPECT_THAT(holm(std::vector{0.01, 0.04, 0.03, 0.005}),
              ElementsAre(DoubleEq(0.03), DoubleEq(0.06), DoubleEq(0.06), DoubleEq(0.02)));
}

TEST(Holm, NeverExceedsOneAndNeverFallsBack) {
  EXPECT_THAT(holm(std::vector{0.9, 0.8, 0.7}), ElementsAre(1, 1, 1));
  EXPECT_THAT(holm(std::vector{0.02, 0.021}), ElementsAre(DoubleEq(0.04), DoubleEq(0.04)));
}

TEST(Holm, LeavesOneResultAsItIs) {
  EXPECT_THAT(holm(std::vector{0.049}), ElementsAre(0.049));
  EXPECT_TRUE(holm(std::vector<double>{}).empty());
}

TEST(LineThrough, PointsOnALineIsThatLine) {
  const std::vector<std::pair<double, double>> points{{0, 5}, {1, 7}, {2, 9}, {10, 25}};
  const auto line = simul::line_through(points);
  ASSERT_TRUE(line);
  EXPECT_DOUBLE_EQ(line->slope, 2);
  EXPECT_DOUBLE_EQ(line->intercept, 5);
  EXPECT_DOUBLE_EQ(line->r2.value(), 1);
}

// Checked by hand: means 2 and 10/3, sums of squares 2 and 26/3, of products 1.
TEST(LineThrough, OtherPointsIsTheLeastSquaresOne) {
  const std::vector<std::pair<double, double>> points{{1, 4}, {2, 1}, {3, 5}};
  const auto line = simul::line_through(points);
  EXPECT_DOUBLE_EQ(line->slope, 0.5);
  EXPECT_NEAR(line->intercept, 10.0 / 3 - 1, 1e-12);
  EXPECT_NEAR(line->r2.value(), 1.0 / (2 * 26.0 / 3), 1e-12);
}

TEST(LineThrough, NoiseExplainsNothing) {
  std::vector<std::pair<double, double>> points;
  for (std::uint64_t i = 0; i < 200; ++i) points.emplace_back(i, static_cast<double>(simul::mix(i) % 1000));
  EXPECT_LT(simul::line_through(points)->r2.value(), 0.1);
}

TEST(LineThrough, WhatDoesNotVaryHasNoR2OrNoLine) {
  const std::vector<std::pair<double, double>> flat{{1, 3}, {2, 3}, {5, 3}}, upright{{1, 3}, {1, 4}};
  EXPECT_EQ(simul::line_through(flat)->slope, 0);
  EXPECT_FALSE(simul::line_through(flat)->r2);
  EXPECT_FALSE(simul::line_through(upright));
  EXPECT_FALSE(simul::line_through({}));
}

}  // namespace
