// The part of a result file that readers of Google Benchmark's format take for one of their own.
#pragma once

#include "benchmarks/harness/campaign.hpp"

namespace simul {

// Google Benchmark's rows of one cell: one per run, then its stock aggregates over them. Rows came from many
// processes, each of which believed to be the only one, and saw the CPU time of its main process only.
void add_rows(Json& rows, const Result& result, int family);

}  // namespace simul
