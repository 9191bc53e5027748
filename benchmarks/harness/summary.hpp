// One number per contestant over a whole file, for those who ask for it; it is printed nowhere, and ranks nobody.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "benchmarks/harness/comparison.hpp"

namespace simul {

// The geometric mean of the speed-ups of each contestant over the same problems for all of them: the mean of ratios
// that does not depend on which side of the ratio is the baseline (Fleming and Wallace, CACM 29, 1986).
struct Summary {
  NamedMetrics speedup;  // geometric mean, by contestant; without units
  std::vector<std::string>
      problems;  // that it is taken over: "io/exhibition/boards:24/moves:30/grandmasters:1"
  std::vector<std::pair<std::string, std::string>> left_out;  // other problems, and why
};

// The contestants are those that carry the plain name of their runtime, `sequential` apart: variants take part in some
// workloads only. A problem takes part when its baseline was measured as a whole and every one of them is ok there,
// without a fault; anything less would compare means over different problems.
Summary summarize(const std::vector<Comparison>& comparisons);

void to_json(Json& json, const Summary& summary);

}  // namespace simul
