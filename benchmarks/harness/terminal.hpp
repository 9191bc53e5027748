// What `simul run` says to whoever watches: on standard error, where nothing is said that the file does not have. On a
// terminal the line that says how far it has come is written over.
#pragma once

#include <vector>

#include "benchmarks/harness/campaign.hpp"
#include "benchmarks/harness/comparison.hpp"
#include "benchmarks/harness/doctor.hpp"

namespace simul {

// One line that is written over on a terminal, and a line per step in a log.
void show(const Progress& progress);
void clear_progress();

void show_failure(const Result& result);

// What makes every number of this run doubtful, said once; `run` refuses nothing.
void warn(const std::vector<Finding>& findings);

// What the extra rounds came to, if there were any.
void tell_of_extra_rounds(const std::vector<Comparison>& comparisons);

}  // namespace simul
