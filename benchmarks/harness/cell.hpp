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
  std::optional<std::string> unsupported;  // why this contestant cannot, on this machine

  // The same problem for everybody: "io/echo" and its parameters, without the contestant.
  std::string problem_name() const;
};

struct Selection {
  std::string profile = "quick";
  std::string filter = ".";  // regular expression, searched in the cell's name; '-' in front negates it
  std::vector<std::string> runtimes;  // empty: all but the references
  unsigned workers = 0;               // 0: as many as CPUs in the affinity mask
  std::int64_t steps_per_us = 0;      // the stored calibration
};

// The cells of a selection in registry order. Throws std::regex_error for a filter that is none.
std::vector<Cell> select(const Selection& selection, Limits limits);

// The cells that would be selected as well if `runtimes` named the references.
std::vector<Cell> unnamed_references(Selection selection, const Limits& limits);

// What to do about a selection of nothing, as the end of a sentence.
std::string how_to_select(const Selection& selection, const Limits& limits);

// Adds what the selected cells are measured against and what was not selected itself: `sequential` and `floor` of
// their problems. Without them a selection such as --runtime coro would have no speed-up to show.
void add_yardsticks(std::vector<Cell>& cells, const Selection& selection, const Limits& limits);

Limits limits_of_this_machine();

}  // namespace simul
