#include "benchmarks/harness/metrics.hpp"

#include <array>

namespace simul {

Metric operator/(const Metric& a, const Metric& b) {
  if (!a.value) return a;
  if (!b.value) return b;
  if (*b.value <= 0) return Metric::unknown("division by a time of 0 s");
  return Metric::known(*a.value / *b.value);
}

namespace {

Metric operator-(const Metric& a, const Metric& b) {
  if (!a.value) return a;
  if (!b.value) return b;
  return Metric::known(*a.value - *b.value);
}

Metric wall(const Measured& m) { return Metric::known(m.wall_s); }
Metric cpu(const Measured& m) { return Metric::known(m.cpu_s); }
Metric core_seconds(const Measured& m) { return Metric::known(m.cpus * m.wall_s); }

// A / C where C is 0 by definition says nothing about the runtime.
Metric cpu_overhead(const Measured& m) {
  if (m.useful_s.value && *m.useful_s.value == 0)
    return Metric::unknown("the tasks only wait: no CPU time is useful");
  return cpu(m) / m.useful_s;
}

Metric cost_of(const Measured& m) {
  const std::array<AtWorkers, 2> sweep{{{1, m.confined_s}, {m.lanes, wall(m)}}};
  return cost(m.baseline_s, m.lanes > 1 ? std::span(sweep) : std::span(sweep).last(1));
}

Metric overhead_us_per_unit(const Measured& m) {
  if (m.units <= 0) return Metric::unknown("a run completes no units");
  return (cpu(m) - m.useful_s) / Metric::known(1e-6 * m.units);
}

using M = const Measured&;
constexpr std::array<Formula, 19> all{{
    {"speedup", [](M m) { return m.baseline_s / wall(m); }},
    {"concurrency_gain", [](M m) { return m.baseline_s / m.confined_s; }},
    {"parallelism_gain", [](M m) { return m.confined_s / wall(m); }},
    {"wait_overlap", [](M m) { return (m.baseline_s - m.useful_s) / wall(m); }},
    {"useful_parallelism", [](M m) { return m.useful_s / wall(m); }},
    {"cores_busy", [](M m) { return cpu(m) / wall(m); }},
    {"cpu_overhead", cpu_overhead},
    {"of_ideal", [](M m) { return m.ideal_s / wall(m); }},
    {"of_floor", [](M m) { return m.floor_wall_s / wall(m); }},
    {"of_floor_cpu", [](M m) { return m.floor_cpu_s / cpu(m); }},
    {"useful_share", [](M m) { return m.useful_s / core_seconds(m); }},
    {"overhead_share", [](M m) { return (cpu(m) - m.useful_s) / core_seconds(m); }},
    {"idle_share", [](M m) { return (core_seconds(m) - cpu(m)) / core_seconds(m); }},
    {"overlap_potential", [](M m) { return m.baseline_s / m.ideal_on_one_s; }},
    {"parallel_potential", [](M m) { return m.ideal_on_one_s / m.ideal_s; }, false},
    {"overhead", [](M m) { return wall(m) / m.ideal_s; }},
    {"karp_flatt",
     [](M m) { return karp_flatt(m.confined_s / wall(m), m.lanes, m.useful_s / m.baseline_s); }},
    {"cost", cost_of, false},
    {"overhead_us_per_unit", overhead_us_per_unit},
}};

}  // namespace

std::span<const Formula> formulas() { return all; }

NamedMetrics derive(const Measured& measured) {
  NamedMetrics metrics;
  for (const Formula& formula : all) metrics.emplace_back(formula.name, formula.of(measured));
  return metrics;
}

// Where most of the baseline was waiting, time that does not shrink with further CPUs is no serial code.
Metric karp_flatt(const Metric& gain, unsigned lanes, const Metric& useful_share) {
  if (lanes < 2) return Metric::unknown("it had one CPU to run on: nothing could be parallel");
  if (!useful_share.value) return useful_share;
  if (*useful_share.value <= 0.5) return Metric::unknown("at most half of the baseline is CPU work");
  const Metric inverse_gain = Metric::known(1) / gain;
  if (!inverse_gain.value) return inverse_gain;
  const double share = 1.0 / lanes;
  return Metric::known((*inverse_gain.value - share) / (1 - share));
}

Metric cost(const Metric& baseline_s, std::span<const AtWorkers> sweep) {
  for (const auto& [workers, wall_s] : sweep) {
    const Metric speedup = baseline_s / wall_s;
    if (!speedup.value) return speedup;
    if (*speedup.value > 1) return Metric::known(workers);
  }
  return Metric::unknown("never beat `sequential`");
}

}  // namespace simul
