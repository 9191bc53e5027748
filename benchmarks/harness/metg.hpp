// METG: the minimum effective task granularity, the shortest task of which a stated share is useful
// (Slaughter et al., "Task Bench: A Parameterized Benchmark for Evaluating Parallel Runtime Performance",
// SC20). Pure functions.
#pragma once

#include <span>

#include "benchmarks/harness/metrics.hpp"

namespace simul {

// One length of task: how much of it is useful, and how long it takes with all that the runtime adds, both
// per task: the time of a run x the tasks under way at once / the number of tasks. Their ratio is the
// efficiency.
struct TaskLength {
  double useful_s, granularity_s;
  double efficiency() const { return useful_s / granularity_s; }
};

inline constexpr double metg_efficiency = 0.5;

// The granularity at which a sweep over lengths, in any order, rises through `efficiency` for the first time:
// between the two lengths around it, the efficiency is taken for linear in the logarithm of the useful time.
// Unknown where it does not rise through it, or is beyond belief: over 1.5, as in Task Bench's own
// evaluation.
Metric metg(std::span<const TaskLength> sweep, double efficiency = metg_efficiency);

// The same as a number that can be ordered: 0 where even the shortest tasks are efficient, infinite where not
// even the longest are. None beyond belief, and of less than two lengths.
std::optional<double> metg_or_bound(std::span<const TaskLength> sweep, double efficiency = metg_efficiency);

}  // namespace simul
