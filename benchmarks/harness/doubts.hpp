// What is said against a result, by itself: a reader must not have to find out.
#pragma once

#include "benchmarks/harness/comparison.hpp"

namespace simul {

// What cannot be, and so says that something was measured or done wrong. Such a standing is not ranked.
std::vector<std::string> faults_of(const Standing& standing);

// What makes a number less certain than it looks. It is ranked all the same.
std::vector<std::string> cautions_of(const Standing& standing, const HarnessCost& harness);

}  // namespace simul
