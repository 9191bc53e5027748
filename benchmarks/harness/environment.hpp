// Where and how this was measured: stands in every result file. What is not known is null.
#pragma once

#include "benchmarks/harness/json.hpp"
#include "benchmarks/harness/system_files.hpp"

namespace simul {

Json environment(const SystemFiles& files = SystemFiles());

}  // namespace simul
