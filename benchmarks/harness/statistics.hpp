// Order statistics and the paired test. Pure functions; no outlier is ever dropped.
#pragma once

#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace simul {

// Throws std::invalid_argument for an empty sample.
double median(std::vector<double> sample);

// The distribution-free interval of the median at (at least) `confidence`: the order statistics x(k),
// x(n+1-k) for the largest k that a binomial(n, 1/2) allows. None below 6 values at 95 %. Source: Hollander,
// Wolfe, Chicken, "Nonparametric Statistical Methods", 3rd ed., section 3.6.
std::optional<std::pair<double, double>> median_interval(std::vector<double> sample,
                                                         double confidence = 0.95);

// The straight line through points (x, y) with the least sum of squared distances in y, and the share of y's variance
// that it explains: 1 when every point lies on it, and none (not defined) when y does not vary. None of less than two
// different x.
struct Line {
  double slope, intercept;
  std::optional<double> r2;
};
std::optional<Line> line_through(std::span<const std::pair<double, double>> points);

// P(W+ >= observed) of Wilcoxon's signed-rank test that the differences lie above 0, exactly, by counting the
// sign assignments (2^n of them, by dynamic programming over ranks). Zeros are dropped, ties get mean ranks.
// Source: Wilcoxon, Biometrics Bulletin 1 (1945); ties after Pratt and Gibbons, "Concepts of Nonparametric
// Theory".
double signed_rank_p(std::span<const double> differences);

// Holm's step-down adjustment (Scand. J. Statist. 6, 1979): compare each result with alpha.
std::vector<double> holm(std::span<const double> p_values);

}  // namespace simul
