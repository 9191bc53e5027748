// A cell is workload x contestant x parameters; a selection is the cells one invocation is about.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "benchmarks/harness/contestant.hpp"

namespace simul {

struct Cell {
  const Contestant* contestant;
  std::shared_ptr<const Problem> problem;
  unsigned workers;                        // 1 for a contestant of one lane
  std::string name;                        // "io/echo/coro/connections:100/messages:50/bytes:64"
  std::optional<Hole> unsupported;  // why this contestant cannot, on this machine
  bool swept = false;  // compared with another count of workers; with this one only timed: see scaling.hpp

  // The same problem for everybody: "io/echo" and its parameters, without the contestant.
  std::string problem_name() const;
};

// Where a cell stands in a sweep over the length of tasks (see Granularity).
struct PlaceInSweep {
  std::string sweep;    // what all its problems have in common: kind, workload and the parameters but for the length
  std::int64_t length;  // of a task, in the unit of the swept parameter
};

// None: it is no point of a sweep.
std::optional<PlaceInSweep> place_in_sweep(const Cell& cell);

struct Selection {
  std::string profile = "quick";
  std::string filter = ".";  // regular expression, searched in the cell's name; '-' in front negates it
  std::vector<std::string> runtimes;  // empty: all but the references
  std::vector<unsigned> workers;      // counts for every pool, ascending; none: the profile's
  std::int64_t steps_per_us = 0;      // the stored calibration
  std::optional<double> budget_s = {};  // none: that of the profile
};

// Seconds that one run of a profile may be predicted to take: 10 in `full`, elsewhere 1.
double default_budget_s(std::string_view profile);

// With how many workers those are run that are not swept: see headline() in worker_counts.hpp.
unsigned headline_workers(const Selection& selection, unsigned cpus);

// The cells of a selection in registry order, a pool's by its workers. Every pool is run with each of the counts
// that are asked for. The profile's are as many as CPUs in the affinity mask, and in `full`, for the workloads of
// kind `cpu`, those of sweep_for(). Of a pool's cells whose names match, all but the headline are swept. Throws
// std::regex_error for a filter that is none.
std::vector<Cell> select(const Selection& selection, const Limits& limits);

// The one of that name among those of the selection's profile, workers and calibration; none if there is no such
// cell. Its `unsupported` is not asked for: to find out may take trials (of files, of io_uring), which the process of a
// cell, who is told what can be run, must not make.
std::optional<Cell> cell_named(const std::string& name, const Selection& selection, const Limits& limits);

// The cells that would be selected as well if `runtimes` named the references.
std::vector<Cell> unnamed_references(Selection selection, const Limits& limits);

// What to do about a selection of nothing, as the end of a sentence.
std::string how_to_select(const Selection& selection, const Limits& limits);

// Adds what the selected cells are measured against and what was not selected itself: `sequential` and `floor` of
// their problems. Without them a selection such as --runtime coro would have no speed-up to show.
void add_yardsticks(std::vector<Cell>& cells, const Selection& selection, const Limits& limits);

Limits limits_of_this_machine();

}  // namespace simul
