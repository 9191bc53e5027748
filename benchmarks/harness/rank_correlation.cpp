#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "benchmarks/harness/stability.hpp"

namespace simul {
namespace {

std::vector<double> ranks(std::span<const double> values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t i) { return values[i]; });
  std::vector<double> found(values.size());
  for (std::size_t i = 0, j; i < order.size(); i = j) {
    for (j = i; j < order.size() && values[order[j]] == values[order[i]]; ++j) {
    }
    for (std::size_t k = i; k < j; ++k) found[order[k]] = static_cast<double>(i + 1 + j) / 2;
  }
  return found;
}

double pearson(std::span<const double> x, std::span<const double> y) {
  const double n = static_cast<double>(x.size());
  const double mean_x = std::accumulate(x.begin(), x.end(), 0.0) / n;
  const double mean_y = std::accumulate(y.begin(), y.end(), 0.0) / n;
  double xy = 0, xx = 0, yy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    xy += (x[i] - mean_x) * (y[i] - mean_y);
    xx += (x[i] - mean_x) * (x[i] - mean_x);
    yy += (y[i] - mean_y) * (y[i] - mean_y);
  }
  return xx > 0 && yy > 0 ? xy / std::sqrt(xx * yy) : 0;
}

// The share of all orders whose correlation is at least as far from 0. Only the sum of products changes with the order.
double exact_p(std::span<const double> x, std::span<const double> y) {
  const double n = static_cast<double>(x.size()), unrelated = n * (n + 1) * (n + 1) / 4;
  const auto far = [&](const auto& y_of) {
    double sum = 0;
    for (std::size_t i = 0; i < x.size(); ++i) sum += x[i] * y_of(i);
    return std::abs(sum - unrelated);
  };
  const double observed = far([&](std::size_t i) { return y[i]; });
  std::vector<std::size_t> order(y.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::size_t extreme = 0, all = 0;
  do {
    extreme += far([&](std::size_t i) { return y[order[i]]; }) >= observed - 1e-9;
    ++all;
  } while (std::ranges::next_permutation(order).found);
  return static_cast<double>(extreme) / static_cast<double>(all);
}

// P(correlation >= |rho|) without ties.
double edgeworth_tail(double n, double rho) {
  const double b = 1 / n;
  const double squares = n * (n * n - 1) / 6 * (1 + rho);  // of rank differences, on the far side
  const double x = (6 * (squares - 1) * b / (n * n - 1) - 1) * std::sqrt(n - 1);
  const double y = x * x;
  const double u =
      x * b *
      (0.2274 + b * (0.2531 + 0.1745 * b) +
       y * (-0.0758 + b * (0.1033 + 0.3932 * b) -
            y * b * (0.0879 + 0.0151 * b - y * (0.0072 - 0.0831 * b + y * b * (0.0131 - 0.00046 * y)))));
  return std::clamp(u / std::exp(y / 2) + std::erfc(x / std::numbers::sqrt2) / 2, 0.0, 1.0);
}

}  // namespace

RankCorrelation rank_correlation(std::span<const double> x, std::span<const double> y) {
  const std::size_t n = std::min(x.size(), y.size());
  if (n < 4) return {};
  const auto ranks_x = ranks(x.first(n)), ranks_y = ranks(y.first(n));
  const double rho = pearson(ranks_x, ranks_y);
  const auto constant = [](const std::vector<double>& r) {
    return std::ranges::adjacent_find(r, std::ranges::not_equal_to{}) == r.end();
  };
  if (constant(ranks_x) || constant(ranks_y)) return {};
  if (n <= 8) return {rho, exact_p(ranks_x, ranks_y)};
  return {rho, std::min(1.0, 2 * edgeworth_tail(static_cast<double>(n), std::abs(rho)))};
}

}  // namespace simul
