// Concurrency and parallelism as numbers. Pure functions of what was measured; docs/method.md explains each.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace simul {

// A number, or why there is none.
struct Metric {
  std::optional<double> value;
  std::string reason;

  static Metric known(double v) { return {v, {}}; }
  static Metric unknown(std::string why) { return {std::nullopt, std::move(why)}; }
};

// All times in seconds, medians over the verified runs of the cell.
struct Measured {
  double wall_s;                     // T
  double cpu_s;                      // A, of the process tree
  Metric baseline_s;                 // T1: `sequential` on the same problem
  Metric confined_s;                 // T(1): this cell on one CPU; T itself for a contestant of one lane
  Metric useful_s;                   // C: useful CPU time
  Metric ideal_s;                    // closed-form lower bound on T
  Metric floor_wall_s, floor_cpu_s;  // of the `floor` contestant
};

using NamedMetrics = std::vector<std::pair<std::string, Metric>>;

// speedup            S = T1 / T
// useful_parallelism C / T          wait_overlap (T1 - C) / T        S = wait_overlap + useful_parallelism
// concurrency_gain   T1 / T(1)      parallelism_gain T(1) / T        S = concurrency_gain x parallelism_gain
// cores_busy A / T   cpu_overhead A / C   of_ideal T* / T   of_floor T_floor / T   of_floor_cpu A_floor / A
NamedMetrics derive(const Measured& measured);

}  // namespace simul
