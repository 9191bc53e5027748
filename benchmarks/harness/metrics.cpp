#include "benchmarks/harness/metrics.hpp"

namespace simul {
namespace {

Metric operator/(const Metric& a, const Metric& b) {
  if (!a.value) return a;
  if (!b.value) return b;
  if (*b.value <= 0) return Metric::unknown("division by a time of 0 s");
  return Metric::known(*a.value / *b.value);
}

Metric operator-(const Metric& a, const Metric& b) {
  if (!a.value) return a;
  if (!b.value) return b;
  return Metric::known(*a.value - *b.value);
}

// A / C where C is 0 by definition says nothing about the runtime.
Metric overhead(const Metric& used, const Metric& useful) {
  if (useful.value && *useful.value == 0)
    return Metric::unknown("the tasks only wait: no CPU time is useful");
  return used / useful;
}

}  // namespace

NamedMetrics derive(const Measured& m) {
  const Metric wall = Metric::known(m.wall_s), cpu = Metric::known(m.cpu_s);
  return {{"speedup", m.baseline_s / wall},
          {"concurrency_gain", m.baseline_s / m.confined_s},
          {"parallelism_gain", m.confined_s / wall},
          {"wait_overlap", (m.baseline_s - m.useful_s) / wall},
          {"useful_parallelism", m.useful_s / wall},
          {"cores_busy", cpu / wall},
          {"cpu_overhead", overhead(cpu, m.useful_s)},
          {"of_ideal", m.ideal_s / wall},
          {"of_floor", m.floor_wall_s / wall},
          {"of_floor_cpu", m.floor_cpu_s / cpu}};
}

}  // namespace simul
