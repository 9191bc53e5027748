// What people see in the terminal: the list of cells and, after a run, the comparison.
#pragma once

#include <ostream>

#include "benchmarks/harness/comparison.hpp"
#include "benchmarks/harness/scaling.hpp"
#include "benchmarks/harness/sweeps.hpp"

namespace simul {

// One line per cell: its name, or its name and why it cannot be run. A pool that is run with several counts of
// workers has one line, with all of them where its name has one. Then how many there are, and of references that
// were not named.
void print_list(std::ostream& out, const std::vector<Cell>& cells, const std::vector<Cell>& references);

// One block per problem, one line per contestant, fastest first; then what failed and why.
void print_comparison(std::ostream& out, const std::vector<Comparison>& comparisons);

// One block per problem that was run with several counts of workers, one line per pool. Nothing without one.
void print_scaling(std::ostream& out, const std::vector<Scaling>& scaling);

// One block per sweep, one line per contestant, the finest first. Nothing without a sweep.
void print_metg(std::ostream& out, const std::vector<GrainSweep>& sweeps);

// One line: how long it all took, and on what, in minutes and seconds.
void print_time(std::ostream& out, const Spent& spent, double all_s);

}  // namespace simul
