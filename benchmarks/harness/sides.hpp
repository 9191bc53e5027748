// The sides of every ratio that is said of a cell, by round: what its intervals are resampled from.
#pragma once

#include "benchmarks/harness/campaign.hpp"
#include "benchmarks/harness/intervals.hpp"

namespace simul {

// The rounds of `own` beside those of its yardsticks; null: there is none.
Sides sides_of(const Result& own, const Result* baseline, const Result* floor);

}  // namespace simul
