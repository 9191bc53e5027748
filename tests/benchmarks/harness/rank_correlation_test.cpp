#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

#include "benchmarks/harness/stability.hpp"

namespace {

using namespace simul;

std::vector<double> upward(std::size_t n) {
  std::vector<double> values(n);
  std::iota(values.begin(), values.end(), 1.0);
  return values;
}

TEST(RankCorrelation, IsOneWhereBothGrowTogether) {
  const std::vector<double> y{1, 8, 27, 64, 125};
  const auto found = rank_correlation(upward(5), y);
  EXPECT_DOUBLE_EQ(found.rho, 1);
  EXPECT_NEAR(found.p, 2.0 / 120, 1e-12);  // this order and its reverse, of 5!
}

TEST(RankCorrelation, IsMinusOneWhereOneFalls) {
  auto y = upward(20);
  std::ranges::reverse(y);
  const auto found = rank_correlation(upward(20), y);
  EXPECT_DOUBLE_EQ(found.rho, -1);
  EXPECT_LT(found.p, 1e-4);  // 2/20!; the series is good to 0.001
}

TEST(RankCorrelation, GivesTiesTheirMeanRank) {
  const std::vector<double> y{1, 1, 2, 2};
  EXPECT_NEAR(rank_correlation(upward(4), y).rho, 2 / std::sqrt(5.0), 1e-12);
  EXPECT_NEAR(rank_correlation(upward(4), y).p, 8.0 / 24, 1e-12);
}

TEST(RankCorrelation, KnowsNothingOfTooFewOrOfConstants) {
  EXPECT_EQ(rank_correlation(upward(3), upward(3)).p, 1);
  EXPECT_EQ(rank_correlation(upward(9), std::vector<double>(9, 7.0)).p, 1);
  EXPECT_EQ(rank_correlation({}, {}).p, 1);
}

// Two-sided critical values at 1 %: Zar, "Biostatistical Analysis", table B.20. n = 9 was enumerated.
TEST(RankCorrelation, HasTheProbabilitiesOfTheTables) {
  const auto p_at = [](std::size_t n, double rho) {
    auto y = upward(n);  // swap neighbours until the correlation has come down to rho
    const auto x = upward(n);
    std::mt19937_64 random(1);
    for (int i = 0; i < 1000 && rank_correlation(x, y).rho > rho + 0.002; ++i) {
      const std::size_t at = random() % (n - 1);
      std::swap(y[at], y[at + 1]);
    }
    return rank_correlation(x, y).p;
  };
  for (const auto& [n, rho] :
       std::vector<std::pair<std::size_t, double>>{{10, 0.794}, {12, 0.727}, {16, 0.635}, {20, 0.570}}) {
    EXPECT_LT(p_at(n, rho + 0.03), 0.0105) << n;
    EXPECT_GT(p_at(n, rho - 0.04), 0.0095) << n;
  }
}

}  // namespace
