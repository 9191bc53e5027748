// What the process tree used: the difference of two readings is what lies between them.
#pragma once

#include <cstdint>

namespace simul {

struct Usage {
  double cpu_s = 0;  // user + system; their split is not trustworthy below 50 ms, so it is not offered
  std::int64_t voluntary_switches = 0, involuntary_switches = 0;
  std::int64_t minor_faults = 0, major_faults = 0;

  friend Usage operator-(const Usage& after, const Usage& before) {
    return {after.cpu_s - before.cpu_s, after.voluntary_switches - before.voluntary_switches,
            after.involuntary_switches - before.involuntary_switches,
            after.minor_faults - before.minor_faults, after.major_faults - before.major_faults};
  }
  // The usage of a whole of which this is a share.
  friend Usage operator/(const Usage& part, double share) {
    const auto whole = [share](std::int64_t n) {
      return static_cast<std::int64_t>(static_cast<double>(n) / share);
    };
    return {part.cpu_s / share, whole(part.voluntary_switches), whole(part.involuntary_switches),
            whole(part.minor_faults), whole(part.major_faults)};
  }
};

// This process with all its threads, its children that were waited for, and its descendants that still live
// (a pool of processes): their CPU clocks are read from outside. For live descendants only the CPU time is
// had. Reading takes tens of microseconds; the reading's own cost is kept out of what lies between a start
// and an end.
enum class Edge { start, end };
Usage usage_of_tree(Edge edge);

// CPU time of processes that belong to the problem and not to its solution (see descendants()): neither the
// contestant's nor foreign load.
double cpu_of_counterparts_s();

// Whether this process has, or waited for, children. Asked while its contestant lives: a counterpart of it that has been
// waited for (see descendants()) could not be told from a child of its own any more.
bool ever_had_children();

}  // namespace simul
