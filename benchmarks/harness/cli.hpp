// The command line of `simul`.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "benchmarks/harness/campaign.hpp"

namespace simul {

// Exit statuses, as documented in README.md.
enum Exit : int {
  exit_ok = 0,            // every selected cell is ok or unsupported
  exit_disturbed = 1,     // doctor: something here is bad
  exit_failed = 2,        // some cell failed
  exit_nothing = 3,       // nothing was selected, or nothing that can be run (or, to trace, has a journal)
  exit_usage = 64,        // the command line makes no sense
  exit_software = 70,     // the harness itself failed
  exit_io = 74,           // a file could not be read or written
  exit_interrupted = 130  // Ctrl-C; what was measured until then is in the file
};

struct ListCommand {
  Selection selection;
  bool names_only = false;
};

struct RunCommand {
  Selection selection;
  Schedule schedule;
  std::chrono::milliseconds timeout;
  std::int64_t memory_limit_bytes;
  bool isolated = true;
  std::string out;
  std::string calibration;
};

struct DoctorCommand {
  bool json = false;
};

struct TraceCommand {
  Selection selection;  // its filter is the cell
  std::chrono::milliseconds timeout;
  std::int64_t memory_limit_bytes;
  std::string out;
  std::string calibration;
};

struct CellCommand {  // a child of our own
  Selection selection;
  std::string cell;
  Order order;
};

using Command = std::variant<ListCommand, RunCommand, DoctorCommand, TraceCommand, CellCommand>;

// Parses a command line. When there is nothing to run it returns an exit status instead, having printed the
// help, the version, or one line that says what is wrong and how to mend it.
std::variant<Command, int> parse(int argc, const char* const* argv);

}  // namespace simul
