// A problem over the workers of its pools: what further workers bring each of them, against `sequential` and
// against itself with one. Pure functions.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "benchmarks/harness/comparison.hpp"
#include "benchmarks/harness/json.hpp"

namespace simul {

struct Scaling {
  using ByRound = std::vector<std::pair<unsigned, double>>;  // rounds, and the medians of their runs in s

  // Of a cell that is not ok nothing is known, and every metric says so.
  struct Point {
    std::string cell;
    unsigned workers;
    Status status;
    std::string reason;  // why it is not ok, or what is at fault with it; empty: nothing is
    ByRound wall_by_round;
    Metric median_s, cpu_s, peak_memory_bytes;
    Metric self_speedup;  // T with one worker / T
    Metric speedup;       // T1 / T
    Metric efficiency;    // speedup / q, q = the CPUs that so many workers can keep busy
    Metric karp_flatt;    // of self_speedup and q: see metrics.hpp
    bool oversubscribed;  // more workers than CPUs
  };
  struct Entry {
    std::string contestant, runtime;
    std::vector<Point> points;  // by workers, ascending
    Metric cost;                // the fewest workers that beat `sequential`: see metrics.hpp
  };

  std::string kind, workload;
  Values parameters;
  unsigned cpus;
  std::string baseline;  // as in Comparison
  Metric sequential_s;   // T1
  ByRound sequential_by_round;
  std::vector<Entry> entries;  // in registry order
};

// The problems in which a contestant was run with several counts of workers. Others have no entry.
std::vector<Scaling> scaling_of(const std::vector<Comparison>& comparisons, unsigned cpus);

void to_json(Json& json, const Scaling& scaling);

}  // namespace simul
