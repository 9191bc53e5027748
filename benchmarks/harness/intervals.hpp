// How certain the metrics of a cell are: bootstrap intervals over rounds. A pure function: the resamples are drawn
// from a fixed seed, so that the same samples have the same intervals on every machine.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "benchmarks/harness/metrics.hpp"

namespace simul {

// What one side of a ratio brought, one entry per round in ascending order (the median of a round's repetitions), in
// seconds. Without rounds: it did not run.
struct Side {
  std::vector<unsigned> rounds;
  std::vector<double> wall_s, cpu_s;  // cpu_s may be empty: it is not used then

  bool operator==(const Side&) const = default;
};

struct Sides {
  Side own, confined, baseline, floor;
  bool useful_is_baseline =
      false;  // C is the CPU time of the baseline, and not a constant beside the samples
};

// Bounds, or why there are none.
struct Interval {
  std::optional<std::pair<double, double>> bounds;
  std::string reason;
};

using NamedIntervals = std::vector<std::pair<std::string, Interval>>;

inline constexpr std::size_t resamples = 2000;
inline constexpr std::size_t rounds_to_pair = 6;      // in common, for two sides to be resampled together
inline constexpr std::size_t rounds_to_resample = 3;  // of every side that a metric needs

// The 95 % interval of every sampled metric that is known: its 2.5 % and 97.5 % quantiles over `resamples` draws of
// rounds with replacement (percentile bootstrap: Efron and Tibshirani, "An Introduction to the Bootstrap", 1993,
// chapter 13), medians taken anew in each. Sides with enough rounds in common are drawn by the same rounds, so that
// what disturbed a round disturbs both; others independently. Closed forms, and C unless it is the baseline's, are
// held fixed.
NamedIntervals intervals(const Measured& measured, const Sides& sides);

}  // namespace simul
