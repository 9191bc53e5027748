// The result file: a Google Benchmark file with an object `simul` beside it. results/README.md says how to
// read it.
#pragma once

#include <string>
#include <vector>

#include "benchmarks/harness/comparison.hpp"

namespace simul {

inline constexpr int schema_version = 2;

// What does not change while a campaign runs.
struct Invocation {
  std::string profile;
  std::vector<std::string> argv;
  std::uint64_t seed;
  unsigned cpus, workers, rounds;
  std::int64_t steps_per_us;
  double budget_s;      // that a run may be predicted to take
  std::string started;  // ISO 8601, UTC
  Json environment;
};

// `took_s`: wall time since the invocation began.
Json file_of(const Invocation& invocation, const Campaign& campaign, const std::vector<Comparison>& comparisons,
             double took_s);

}  // namespace simul
