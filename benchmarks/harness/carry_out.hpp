// Carries out one cell in this process: the body of the fresh process that each cell and round gets.
#pragma once

#include "benchmarks/harness/cell.hpp"
#include "benchmarks/harness/report.hpp"

namespace simul {

enum class Pass {
  timed,     // under Google Benchmark, no instrumentation
  observed,  // once, with the journal
  kernel,    // the workload's kernel alone
  memory,    // once, at one of the problem's memory points, looked at from outside
  counted,   // once, in a process that counts what is created: see created.hpp
};

struct Order {
  Pass pass = Pass::timed;
  unsigned repetitions = 1;
  std::uint64_t nonce = 0;       // the first run's; every later run of this process gets the next one
  bool pin = false;              // workers on CPUs of their own, see runtimes/os/placement.hpp
  std::size_t memory_point = 0;  // which of Problem::memory_points()
  bool tells_story = false;      // observed pass: the journal itself travels in the report, for a trace
  // The first run of the process is the warm-up, verified like any other, if it took less; else it is itself the
  // measurement. 0: there is no warm-up.
  double slow_s = 1.0;
};

// A baseline with a prefix runs that only, and its times are scaled up by the share (see Problem::prefix).
Report carry_out(const Cell& cell, const Order& order);

}  // namespace simul
