#include "benchmarks/harness/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <stdexcept>

namespace simul {

double median(std::vector<double> sample) {
  if (sample.empty()) throw std::invalid_argument("the median of nothing");
  std::ranges::sort(sample);
  const std::size_t n = sample.size();
  return n % 2 ? sample[n / 2] : (sample[n / 2 - 1] + sample[n / 2]) / 2;
}

std::optional<std::pair<double, double>> median_interval(std::vector<double> sample, double confidence) {
  const std::size_t n = sample.size();
  std::ranges::sort(sample);
  // below(k) = P(binomial(n, 1/2) < k): the chance that the median lies under x(k); both tails must fit.
  // In long double, whose smallest number is far below the first term of 10,000 rounds.
  long double tail = 0, term = std::pow(0.5L, static_cast<long double>(n));
  std::size_t k = 0;
  for (; k < n / 2; ++k) {
    if (2 * (tail + term) > 1 - confidence) break;
    tail += term;
    term *= static_cast<long double>(n - k) / static_cast<long double>(k + 1);
  }
  if (k == 0) return std::nullopt;
  return std::pair(sample[k - 1], sample[n - k]);
}

std::optional<Line> line_through(std::span<const std::pair<double, double>> points) {
  const double n = static_cast<double>(points.size());
  double x_mean = 0, y_mean = 0;
  for (const auto& [x, y] : points) x_mean += x / n, y_mean += y / n;
  double xx = 0, xy = 0, yy = 0;
  for (const auto& [x, y] : points) {
    xx += (x - x_mean) * (x - x_mean);
    xy += (x - x_mean) * (y - y_mean);
    yy += (y - y_mean) * (y - y_mean);
  }
  if (!(xx > 0)) return std::nullopt;
  Line line{xy / xx, y_mean - xy / xx * x_mean, std::nullopt};
  if (yy > 0) line.r2 = xy * xy / (xx * yy);
  return line;
}

double signed_rank_p(std::span<const double> differences) {
  std::vector<double> d;
  std::ranges::copy_if(differences, std::back_inserter(d), [](double x) { return x != 0; });
  if (d.empty()) return 1;
  std::ranges::sort(d, {}, [](double x) { return std::abs(x); });

  // Twice the ranks, so that the mean rank of a tie is whole.
  std::vector<std::size_t> twice(d.size());
  std::size_t observed = 0;
  for (std::size_t i = 0, j; i < d.size(); i = j) {
    for (j = i; j < d.size() && std::abs(d[j]) == std::abs(d[i]); ++j) {
    }
    for (std::size_t k = i; k < j; ++k) {
      twice[k] = i + 1 + j;
      if (d[k] > 0) observed += twice[k];
    }
  }
  const std::size_t most = std::accumulate(twice.begin(), twice.end(), std::size_t{0});
  std::vector<double> chance(most + 1, 0.0);  // of each sum, when every sign is a fair coin
  chance[0] = 1;
  for (const std::size_t rank : twice) {
    for (std::size_t sum = most + 1; sum-- > 0;)
      chance[sum] = (chance[sum] + (sum >= rank ? chance[sum - rank] : 0)) / 2;
  }
  return std::accumulate(chance.begin() + static_cast<std::ptrdiff_t>(observed), chance.end(), 0.0);
}

std::vector<double> holm(std::span<const double> p_values) {
  std::vector<std::size_t> order(p_values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t i) { return p_values[i]; });
  std::vector<double> adjusted(p_values.size());
  double floor = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    floor = std::max(floor, std::min(1.0, static_cast<double>(order.size() - i) * p_values[order[i]]));
    adjusted[order[i]] = floor;
  }
  return adjusted;
}

}  // namespace simul
