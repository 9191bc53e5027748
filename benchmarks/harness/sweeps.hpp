// Problems that differ in nothing but the length of their tasks, together: from which length on each
// contestant is efficient.
#pragma once

#include <string>
#include <vector>

#include "benchmarks/harness/comparison.hpp"
#include "benchmarks/harness/metg.hpp"

namespace simul {

struct GrainSweep {
  struct Point {
    std::string cell;
    std::int64_t grain;  // of the swept parameter
    TaskLength length;
  };
  struct Entry {
    std::string contestant, runtime;
    Metric metg_s;
    Interval interval;          // 95 %, of the median over rounds
    std::vector<Point> points;  // in the order of the problems
  };

  std::string kind, workload;
  Values parameters;  // that all points have in common
  std::string swept;  // the name of the one that they have not
  std::vector<Entry> entries;
};

// A task's useful time is the useful CPU time of its problem, the same for every contestant, over the tasks;
// it is shared by as many CPUs as the contestant has, at most as many as the problem has tasks at once. Where
// tasks wait it is the wait, and no CPU is needed: as many go on at once as the problem allows, whatever the
// contestant. Problems of which there is one length only are no sweep.
std::vector<GrainSweep> grain_sweeps(const std::vector<Comparison>& comparisons, unsigned cpus);

void to_json(Json& json, const GrainSweep& sweep);

}  // namespace simul
