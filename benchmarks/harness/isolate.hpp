// One command in a fresh process of its own group, watched: time, memory, interruption. Nothing of it
// survives.
#pragma once

#include <sched.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace simul {

struct Guard {
  std::chrono::milliseconds timeout;
  std::int64_t memory_limit_bytes;  // for the whole process tree: RSS as a first look, PSS as the verdict
  bool follow_memory = false;  // sample the PSS of the tree closely (the observed pass of process runtimes)
  const std::atomic<bool>* interrupted = nullptr;  // when it becomes true, the command is ended
};

struct Outcome {
  enum class End { exited, signalled, timed_out, out_of_memory, interrupted };
  End end;
  int code;                      // exit status or signal number
  std::string report;            // what it wrote to descriptor 3
  std::string complaint;         // the last of what it wrote to stdout and stderr
  std::int64_t peak_tree_bytes;  // the largest PSS seen of a tree with more than one process; 0: none seen
};

// The descriptor on which the command reports.
inline constexpr int report_descriptor = 3;

// Executes argv[0] with its affinity already set, waits for its end, and kills what is left of its group.
// Throws std::system_error when the process cannot be made.
Outcome isolate(const std::vector<std::string>& argv, const cpu_set_t& affinity, const Guard& guard);

}  // namespace simul
