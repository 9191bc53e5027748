// Concurrency and parallelism as numbers. Pure functions of what was measured; docs/method.md explains each.
#pragma once

#include <optional>
#include <span>
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

// Unknown where a side is, for that side's reason, and where the divisor is not above 0.
Metric operator/(const Metric& a, const Metric& b);

// All times in seconds, medians over the verified runs of the cell.
struct Measured {
  double wall_s;                     // T
  double cpu_s;                      // A, of the process tree
  Metric baseline_s;                 // T1: `sequential` on the same problem
  Metric confined_s;                 // T(1): this cell on one CPU; T itself for a contestant of one lane
  Metric useful_s;                   // C: useful CPU time
  Metric ideal_s;                    // T*(p): closed-form lower bound on T
  Metric floor_wall_s, floor_cpu_s;  // of the `floor` contestant
  Metric ideal_on_one_s = Metric::unknown("no bound for one CPU");  // T*(1)
  unsigned cpus = 1;                                                // p, in the affinity mask
  unsigned lanes = 1;  // how many of them this contestant could keep busy: q
  double units = 1;    // tasks, requests or nodes that one run completes
};

using NamedMetrics = std::vector<std::pair<std::string, Metric>>;

// One metric as a function of what was measured. What is not `sampled` has no spread over rounds: a whole number,
// or a ratio of two closed forms.
struct Formula {
  const char* name;
  Metric (*of)(const Measured&);
  bool sampled = true;
};

// speedup            S = T1 / T
// useful_parallelism C / T          wait_overlap (T1 - C) / T        S = wait_overlap + useful_parallelism
// concurrency_gain   T1 / T(1)      parallelism_gain T(1) / T        S = concurrency_gain x parallelism_gain
// cores_busy A / T   cpu_overhead A / C   of_ideal T* / T   of_floor T_floor / T   of_floor_cpu A_floor / A
// useful_share C / pT               overhead_share (A - C) / pT      idle_share 1 - A / pT: together 1
// overlap_potential T1 / T*(1)      parallel_potential T*(1) / T*(p) overhead T / T*(p)
//                                   S = overlap_potential x parallel_potential / overhead
// karp_flatt see below, of G = parallelism_gain: the serial share (Karp and Flatt, CACM 33, 1990)
// cost               see below      overhead_us_per_unit (A - C) / units, in us
std::span<const Formula> formulas();

NamedMetrics derive(const Measured& measured);

// (1/G - 1/q) / (1 - 1/q) for a gain G over one worker of one that could keep q = `lanes` CPUs busy, where the
// baseline spent `useful_share` of its time on useful work. Unknown for q < 2 and for a share of at most a half.
Metric karp_flatt(const Metric& gain, unsigned lanes, const Metric& useful_share);

// How long the same work took with so many workers.
struct AtWorkers {
  unsigned workers;
  Metric wall_s;
};

// COST: the fewest workers, of those that were tried, with which the baseline is beaten (McSherry, Isard, Murray,
// "Scalability! But at what COST?", HotOS 2015). Takes a sweep in ascending order of workers. Unknown when none of
// them beats it, and from the first time on that is unknown: fewer might have been enough.
Metric cost(const Metric& baseline_s, std::span<const AtWorkers> sweep);

}  // namespace simul
