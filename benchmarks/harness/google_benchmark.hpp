// Google Benchmark as the stopwatch: the one place that knows it.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "benchmarks/harness/json.hpp"

namespace simul {

struct GoogleRun {
  Json context;  // as its JSON reporter writes it
  Json rows;     // one per repetition, under the plain name
};

// Calls `measure` once per repetition; it returns the seconds that run() took, or nothing when the answer was
// wrong, which ends the repetitions and drops the row.
GoogleRun time_with_google_benchmark(const std::string& name, double units, unsigned repetitions,
                                     const std::function<std::optional<double>()>& measure);

}  // namespace simul
