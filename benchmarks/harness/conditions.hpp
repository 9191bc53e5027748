// What else the machine did while a run was timed: other people's work, a hypervisor that gave the CPUs to somebody
// else, a quota that ran out. Sampled around every timed run, outside the clock, for some 50 us on each side.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "benchmarks/harness/metrics.hpp"
#include "benchmarks/harness/system_files.hpp"

namespace simul {

// Of one run. Seconds are CPU seconds over all CPUs of the machine, within the window; none where the kernel does not
// tell. Steal and idle are counted in jiffies of 10 ms. Busy is the ns clock of the root cpuacct group where that can
// be read, which lags by up to a tick of 4 ms on other CPUs, and jiffies elsewhere.
struct Conditions {
  double window_s = 0;  // between the two readings: a little more than the run; 0: they were not taken
  double own_s = 0;     // CPU time of the cell's process tree, and of its counterpart
  unsigned cpus = 0;    // of the machine, not of the affinity mask
  std::optional<double> busy_s, busy_step_s;  // anybody's work and ours; the step of that clock
  std::optional<double> steal_s, idle_s;
  std::optional<std::int64_t> throttled;  // how often the cgroup's quota ran out
  std::optional<double> load_average;     // over the last minute, at the end
};

inline constexpr double jiffy_s = 0.01, tick_s = 0.004;

// None for a run shorter than five steps of the clock: its error would exceed a fifth of a core.
std::optional<double> foreign_cores(
    const Conditions& conditions);  // (busy - own) / window; noise may make it negative
std::optional<double> steal_share(const Conditions& conditions);  // of all CPUs' time, 0 to 1
std::optional<double> idle_cores(const Conditions& conditions);

// foreign_cores, steal_cores, idle_cores: time-weighted means over all runs, because one run is often too short for the
// jiffies; that steps of one run cancel those of the next makes the mean good to step x sqrt(runs) / total time, and
// where that is more than a tenth of a core there is none.
// machine_closure: (own + foreign + steal + idle) / (CPUs x time), 1 when the machine's clocks agree with ours.
NamedMetrics metrics_of(std::span<const Conditions> runs);

// The machine's clocks, read twice.
class Machine {
 public:
  explicit Machine(SystemFiles files = SystemFiles());

  struct Reading {
    double at_s = 0;
    std::optional<double> counted_busy_s, charged_busy_s, steal_s, idle_s;
    std::optional<std::int64_t> throttled;
    std::optional<double> load_average;
  };
  enum class Edge { start, end };  // so that the readings' own cost lies outside as far as it can
  Reading read(Edge edge) const;
  Conditions between(const Reading& start, const Reading& end, double own_s) const;

 private:
  void read_jiffies(Reading& reading) const;
  void read_charged(Reading& reading) const;

  SystemFiles files_;
  unsigned cpus_ = 0;
  std::string charged_;    // the root group's cpuacct.usage; empty: there is none
  std::string throttles_;  // the cpu.stat of our group; empty: there is none
};

}  // namespace simul
