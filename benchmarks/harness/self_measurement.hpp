// What the harness itself costs: a contestant that does nothing, carried out as any other.
#pragma once

#include "benchmarks/harness/executor.hpp"
#include "benchmarks/harness/metrics.hpp"

namespace simul {

// Seconds; each unknown with its reason.
struct HarnessCost {
  double clock_step_s = 0;  // the least that the clock can tell apart; 0: not measured
  Metric wall_s = Metric::unknown("not measured");     // what lies between the two clock readings of a run
  Metric cpu_s = Metric::unknown("not measured");      // what the readings around a run add to its CPU time
  Metric process_s = Metric::unknown("not measured");  // one isolated process, outside every timed region
};

// More than this share of a run is said against it.
inline constexpr double negligible_share = 0.05;

// "harness/nothing/empty": in no list of cells, and known to children by this name.
const Cell& empty_cell();

// Medians of 51 runs in one process, and of 5 processes; takes about 50 ms. `isolated`: whether the executor makes
// processes.
HarnessCost measure_harness(Executor& executor, bool isolated);

}  // namespace simul
