#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>

#include "benchmarks/harness/statistics.hpp"
#include "benchmarks/harness/work.hpp"

namespace {

using simul::signed_rank_p;

// 1 ... n, of which those in `negative` count against: W+ is the sum of the others.
std::vector<double> all_but(int n, const std::vector<int>& negative) {
  std::vector<double> d(static_cast<std::size_t>(n));
  std::iota(d.begin(), d.end(), 1.0);
  for (const int rank : negative) d[static_cast<std::size_t>(rank - 1)] *= -1;
  return d;
}

double mean_rank(const std::vector<double>& d, double of) {
  double below = 0, same = 0;
  for (const double x : d) below += std::abs(x) < std::abs(of), same += std::abs(x) == std::abs(of);
  return below + (same + 1) / 2;
}

// The definition, without any cleverness: every assignment of signs is equally likely.
double by_brute_force(std::vector<double> d) {
  std::erase(d, 0.0);
  double observed = 0;
  for (const double x : d) observed += x > 0 ? mean_rank(d, x) : 0;
  std::uint32_t at_least = 0;
  const std::uint32_t all = 1U << d.size();
  for (std::uint32_t signs = 0; signs < all; ++signs) {
    double sum = 0;
    for (std::size_t i = 0; i < d.size(); ++i) sum += (signs >> i & 1) ? mean_rank(d, d[i]) : 0;
    at_least += sum >= observed - 1e-9;
  }
  return static_cast<double>(at_least) / all;
}

// Upper tails of W+ from the table of Wilcoxon's signed-rank statistic, in 2^n-ths.
TEST(SignedRank, HasThePublishedExactTails) {
  EXPECT_DOUBLE_EQ(signed_rank_p(all_but(5, {})), 1.0 / 32);
  EXPECT_DOUBLE_EQ(signed_rank_p(all_but(8, {5})), 10.0 / 256);             // P(W+ >= 31), n = 8
  EXPECT_DOUBLE_EQ(signed_rank_p(all_but(10, {})), 1.0 / 1024);             // P(W+ >= 55), n = 10
  EXPECT_DOUBLE_EQ(signed_rank_p(all_but(10, {8})), 25.0 / 1024);           // P(W+ >= 47)
  EXPECT_DOUBLE_EQ(signed_rank_p(all_but(10, {10})), 43.0 / 1024);          // P(W+ >= 45)
  EXPECT_NEAR(signed_rank_p(all_but(20, {10, 12, 18, 20})), 0.0487, 5e-5);  // P(W+ >= 150), n = 20
}

TEST(SignedRank, AgreesWithEveryAssignmentOfSigns) {
  for (std::uint64_t sample = 0; sample < 60; ++sample) {
    std::vector<double> d;
    const std::size_t n = 1 + simul::mix(sample) % 12;
    for (std::size_t i = 0; i < n; ++i)
      d.push_back(static_cast<double>(simul::mix(100 * sample + i) % 2001) - 1000);
    ASSERT_NEAR(signed_rank_p(d), by_brute_force(d), 1e-12) << "sample " << sample;
  }
}

// Few distinct values: many ties, and zeros that are dropped.
TEST(SignedRank, AgreesWithEveryAssignmentOfSignsToTies) {
  for (std::uint64_t sample = 0; sample < 60; ++sample) {
    std::vector<double> d;
    for (std::size_t i = 0; i < 10; ++i)
      d.push_back(static_cast<double>(simul::mix(100 * sample + i) % 7) - 3);
    ASSERT_NEAR(signed_rank_p(d), by_brute_force(d), 1e-12) << "sample " << sample;
  }
}

TEST(SignedRank, OfNoDifferenceIsOne) {
  EXPECT_DOUBLE_EQ(signed_rank_p({}), 1);
  EXPECT_DOUBLE_EQ(signed_rank_p(std::vector{0.0, 0.0, -0.0}), 1);
}

TEST(SignedRank, IsOneSided) {
  EXPECT_DOUBLE_EQ(signed_rank_p(std::vector{-1.0, -2.0, -3.0}), 1);
  EXPECT_DOUBLE_EQ(signed_rank_p(std::vector{1.0, 2.0, 3.0}), 1.0 / 8);
}

TEST(SignedRank, DoesNotCareAboutTheUnit) {
  const std::vector<double> d{3, -1, 4, 1.5, -9, 2.6, 5};
  auto smaller = d;
  for (double& x : smaller) x *= 1e-9;
  EXPECT_DOUBLE_EQ(signed_rank_p(d), signed_rank_p(smaller));
}

}  // namespace
