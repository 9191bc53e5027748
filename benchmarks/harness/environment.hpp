// Where and how this was measured: stands in every result file.
#pragma once

#include "benchmarks/harness/json.hpp"

namespace simul {

Json environment();

}  // namespace simul
