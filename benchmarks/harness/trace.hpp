// One observed run as Chrome trace events, which Perfetto opens: a bar for each burst of each thread, the waits of each
// task, and how many there were. Format: "Trace Event Format" (Google, 2016), JSON object form.
#pragma once

#include <string>
#include <variant>

#include "benchmarks/harness/cell.hpp"
#include "benchmarks/harness/report.hpp"

namespace simul {

// Why there is nothing to trace, as one line, and the exit status that says so.
struct Refusal {
  int status;
  std::string why;
};

// Why a cell has nothing to show, worded to follow its name; empty when it has.
std::string why_no_journal(const Cell& cell);

// The one cell of the selection that has a journal and can be run here; its filter may be the very name of it.
// Otherwise exit_usage with up to five names when there are several, exit_nothing when there is none.
std::variant<Cell, Refusal> cell_to_trace(const Selection& selection, const Limits& limits);

// Times in us from the run's start; docs/method.md describes the events. Throws std::runtime_error when the notes make
// no sense (see spells_of).
Json trace_of(const Cell& cell, const Story& story, double wall_s, unsigned cpus);

// With a line for each event.
std::string text_of_trace(const Json& trace);

}  // namespace simul
