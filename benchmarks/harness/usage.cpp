#include "benchmarks/harness/usage.hpp"

#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "benchmarks/harness/process_tree.hpp"

namespace simul {
namespace {

double seconds(const timeval& t) {
  return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
}
double seconds(const timespec& t) {
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

double cpu_of(clockid_t clock) {
  timespec t{};
  return ::clock_gettime(clock, &t) == 0 ? seconds(t) : 0;
}

double cpu_of_process(pid_t process) {
  clockid_t clock{};
  return ::clock_getcpuclockid(process, &clock) == 0 ? cpu_of(clock) : 0;
}

}  // namespace

Usage usage_of_tree(Edge edge) {
  Usage usage;
  if (edge == Edge::end) usage.cpu_s += cpu_of(CLOCK_PROCESS_CPUTIME_ID);
  rusage self{}, waited_for{};
  ::getrusage(RUSAGE_SELF, &self);
  ::getrusage(RUSAGE_CHILDREN, &waited_for);
  usage.cpu_s += seconds(waited_for.ru_utime) + seconds(waited_for.ru_stime);
  usage.voluntary_switches = self.ru_nvcsw + waited_for.ru_nvcsw;
  usage.involuntary_switches = self.ru_nivcsw + waited_for.ru_nivcsw;
  usage.minor_faults = self.ru_minflt + waited_for.ru_minflt;
  usage.major_faults = self.ru_majflt + waited_for.ru_majflt;
  for (const pid_t process : descendants(::getpid())) usage.cpu_s += cpu_of_process(process);
  if (edge == Edge::start) usage.cpu_s += cpu_of(CLOCK_PROCESS_CPUTIME_ID);
  return usage;
}

double cpu_of_counterparts_s() {
  double sum = 0;
  for (const pid_t process : counterparts(::getpid())) sum += cpu_of_process(process);
  return sum;
}

bool ever_had_children() {
  rusage waited_for{};
  ::getrusage(RUSAGE_CHILDREN, &waited_for);
  return waited_for.ru_minflt > 0 || !descendants(::getpid()).empty();
}

}  // namespace simul
