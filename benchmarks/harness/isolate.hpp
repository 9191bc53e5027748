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

// How closely the memory of a command's process tree is followed.
enum class Follow {
  limit,      // now and then, for its limit only
  peak,       // the largest PSS, as long as it has more than one process
  footprint,  // every look is kept: see footprint_bytes_of_tree
};

// One look at a tree, which takes its time: CLOCK_MONOTONIC before and after it.
struct MemorySample {
  std::int64_t from_ns, until_ns;
  std::int64_t bytes;
};

struct Guard {
  std::chrono::milliseconds timeout;
  std::int64_t memory_limit_bytes;  // for the whole process tree: RSS as a first look, PSS as the verdict
  Follow follow = Follow::limit;
  const std::atomic<bool>* interrupted = nullptr;  // when it becomes true, the command is ended
};

struct Outcome {
  enum class End { exited, signalled, timed_out, out_of_memory, interrupted };
  End end;
  int code;                      // exit status or signal number
  std::string report;            // what it wrote to descriptor 3
  std::string complaint;         // the last of what it wrote to stdout and stderr
  std::int64_t peak_tree_bytes;  // the largest PSS seen of a tree with more than one process; 0: none seen
  std::vector<MemorySample> samples;  // Follow::footprint
};

// The descriptor on which the command reports.
inline constexpr int report_descriptor = 3;

// Executes argv[0] with its affinity already set, waits for its end, and kills what is left of its group.
// Throws std::system_error when the process cannot be made.
Outcome isolate(const std::vector<std::string>& argv, const cpu_set_t& affinity, const Guard& guard);

}  // namespace simul
