// Where a thread may run, as it sees it itself.
#pragma once

#include <sched.h>

#include <vector>

namespace affinity {

inline std::vector<int> cpus_of_this_thread() {
  cpu_set_t mask;
  CPU_ZERO(&mask);
  ::sched_getaffinity(0, sizeof mask, &mask);
  std::vector<int> cpus;
  for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
    if (CPU_ISSET(cpu, &mask)) cpus.push_back(cpu);
  }
  return cpus;
}

// The only CPU that this thread may use, or -1 when there is a choice.
inline int only_cpu() {
  const auto cpus = cpus_of_this_thread();
  return cpus.size() == 1 ? cpus[0] : -1;
}

}  // namespace affinity
