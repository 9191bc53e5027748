// The options of the commands, as CLI11 parses them: each function adds those of one, and a parsed command
// line has filled what it is given, which must live until then. Defaults are what it holds before.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>

#include "benchmarks/harness/cli.hpp"

namespace simul {

// Which cells, in which sizes.
void add_selection(CLI::App& command, Selection& selection);

// How they are run. `rounds` and the seconds of `timeout_s` are to be made part of `run` by whoever knows the profile.
void add_run(CLI::App& command, RunCommand& run, std::optional<unsigned>& rounds, double& timeout_s);

void add_trace(CLI::App& command, TraceCommand& trace, double& timeout_s);

// For our own children alone.
void add_cell(CLI::App& command, CellCommand& cell);

}  // namespace simul
