#include "benchmarks/harness/sides.hpp"

#include <algorithm>

#include "benchmarks/harness/statistics.hpp"

namespace simul {
namespace {

// `value(i)` of the i-th run, as the median over the runs of each round, which stand together.
std::vector<double> by_round(const std::vector<unsigned>& rounds, const auto& value) {
  std::vector<double> medians;
  for (std::size_t i = 0; i < rounds.size();) {
    std::vector<double> same;
    const unsigned round = rounds[i];
    for (; i < rounds.size() && rounds[i] == round; ++i) same.push_back(value(i));
    medians.push_back(median(std::move(same)));
  }
  return medians;
}

std::vector<unsigned> each_once(std::vector<unsigned> rounds) {
  rounds.erase(std::ranges::unique(rounds).begin(), rounds.end());
  return rounds;
}

Side side_of(const Result* result) {
  if (!result) return {};
  return {each_once(result->rounds),
          by_round(result->rounds, [&](std::size_t i) { return result->runs[i].wall_s; }),
          by_round(result->rounds, [&](std::size_t i) { return result->runs[i].usage.cpu_s; })};
}

// One CPU is where a contestant of one thread runs anyway.
Side confined_side_of(const Result& result, const Side& own) {
  if (result.cell.contestant->lanes == Lanes::one) return own;
  return {each_once(result.confined_rounds),
          by_round(result.confined_rounds, [&](std::size_t i) { return result.confined_s[i]; }),
          {}};
}

}  // namespace

Sides sides_of(const Result& own, const Result* baseline, const Result* floor) {
  Sides sides{.own = side_of(&own), .baseline = side_of(baseline), .floor = side_of(floor)};
  sides.confined = confined_side_of(own, sides.own);
  sides.useful_is_baseline = own.cell.problem->useful_cpu() == UsefulCpu::baseline;
  return sides;
}

}  // namespace simul
