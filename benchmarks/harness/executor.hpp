// Where a cell is carried out: in a fresh process (the default), or here, for a debugger.
#pragma once

#include <atomic>
#include <chrono>
#include <filesystem>
#include <memory>

#include "benchmarks/harness/carry_out.hpp"

namespace simul {

class Executor {
 public:
  virtual ~Executor() = default;
  virtual Report carry_out(const Cell& cell, const Order& order) = 0;
  // The same, on one CPU of the affinity mask; none where that cannot be arranged.
  virtual std::optional<Report> carry_out_confined(const Cell& cell, const Order& order) = 0;
};

struct Bounds {
  std::chrono::milliseconds timeout;
  std::int64_t memory_limit_bytes;
  const std::atomic<bool>* interrupted;
};

// Each call executes `binary` anew; see child_arguments() for how the cell is told.
std::unique_ptr<Executor> in_processes(std::filesystem::path binary, const Selection& selection,
                                       Bounds bounds);

std::unique_ptr<Executor> in_this_process();

// The command line of a child: the hidden subcommand `cell`, which the CLI parses back into these three.
std::vector<std::string> child_arguments(const Selection& selection, const Cell& cell, const Order& order);

// The body of that subcommand. Returns the exit status.
int run_as_child(const Selection& selection, const std::string& cell_name, const Order& order);

}  // namespace simul
