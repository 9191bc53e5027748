#include "benchmarks/harness/comparison.hpp"

#include <algorithm>

#include "benchmarks/harness/doubts.hpp"
#include "benchmarks/harness/sentence.hpp"
#include "benchmarks/harness/sides.hpp"
#include "benchmarks/harness/statistics.hpp"

namespace simul {
namespace {

std::vector<double> walls(const Result& result) {
  std::vector<double> all;
  for (const Run& run : result.runs) all.push_back(run.wall_s);
  return all;
}

double median_cpu(const Result& result) {
  std::vector<double> all;
  for (const Run& run : result.runs) all.push_back(run.usage.cpu_s);
  return median(all);
}

const Result* result_of(const Standing* standing) { return standing ? standing->result : nullptr; }

const char* name_of(UsefulCpu source) {
  switch (source) {
    case UsefulCpu::none: return "none";
    case UsefulCpu::kernel: return "kernel";
    case UsefulCpu::baseline: break;
  }
  return "baseline";
}

Metric kernel_s(const Problem& problem, const Campaign& campaign, const std::string& name) {
  if (!problem.has_kernel()) return Metric::known(0);
  const auto cost = campaign.kernel_s().find(name);
  return cost == campaign.kernel_s().end() ? Metric::unknown("the kernel was not timed") : cost->second;
}

Metric useful_s(const Problem& problem, const Metric& kernel, const Result* baseline,
                const std::string& no_baseline) {
  if (problem.useful_cpu() != UsefulCpu::baseline) return kernel;
  return baseline ? Metric::known(median_cpu(*baseline)) : Metric::unknown(no_baseline);
}

constexpr const char* only_in_brief = "of a sweep only the longest tasks, and the compared count of workers, are more than timed";

Metric confined_s(const Result& result) {
  if (result.cell.contestant->lanes == Lanes::one)
    return Metric::known(median(walls(result)));  // by construction
  if (result.confined_s.empty())
    return Metric::unknown(result.in_brief ? only_in_brief : "not run confined to one CPU");
  return Metric::known(median(result.confined_s));
}

struct Ideal {
  Metric wall_s;
  std::optional<std::string> binding;
};

Ideal ideal(const Problem& problem, unsigned cpus, const Metric& kernel) {
  const auto bound = problem.ideal(cpus, kernel.value.value_or(0));
  if (!bound) return {Metric::unknown("no bound: " + problem.no_ideal()), {}};
  if (!kernel.value) return {Metric::unknown("the ideal needs the kernel's CPU time: " + kernel.reason), {}};
  return {Metric::known(bound->wall_s), bound->binding};
}

struct Yardsticks {
  const Result* baseline;
  std::string no_baseline;  // why there is none
  const Result* floor;
  Metric useful_s, ideal_s, ideal_on_one_s;
  unsigned cpus;
};

Metric peak_memory(const Result& result) {
  if (result.extrapolated) return Metric::unknown("extrapolated: only a part of it ran");
  if (result.peak_memory_bytes == 0) return Metric::unknown("it had no process of its own");
  if (!result.has_children) return Metric::known(static_cast<double>(result.peak_memory_bytes));
  if (result.peak_tree_bytes == 0)
    return Metric::unknown(result.in_brief ? only_in_brief
                                           : "its processes were too short-lived to be seen together");
  return Metric::known(static_cast<double>(result.peak_tree_bytes));
}

// Why a cell has no account of its tasks.
std::string why_unseen(const Result& result, bool slow) {
  if (result.cell.problem->tasks() == 0)
    return "no journal: its tasks are too short to be observed one by one, or differ between contestants";
  if (result.extrapolated) return "no journal: extrapolated";
  if (result.in_brief) return only_in_brief;
  if (slow && result.cell.contestant->name == "sequential")
    return "not observed: it does one task after the other, and takes too long for one more run";
  return "the observed run did not take place";
}

void add_latency(NamedMetrics& metrics, const Result& result) {
  const auto known = [](std::int64_t ns) { return Metric::known(static_cast<double>(ns) / 1e3); };
  const bool any = result.latency && result.latency->count() > 0;
  for (const auto& [name, percent] : latency_percentiles) {
    Metric metric = Metric::unknown("the workload tells of no latencies");
    if (any) {
      const auto value = result.latency->percentile_ns(percent);
      metric = value ? known(*value)
                     : Metric::unknown("of " + std::to_string(result.latency->count()) +
                                       " samples too few lie beyond: " +
                                       std::to_string(Histogram::count_needed(percent)) + " are needed");
    }
    metrics.emplace_back("latency_" + std::string(name) + "_us", metric);
  }
  metrics.emplace_back("latency_max_us", any ? known(result.latency->max_ns())
                                             : Metric::unknown("the workload tells of no latencies"));
}

// Why a cell has no counts of what it created.
std::string why_uncounted(const Result& result, bool slow) {
  if (!result.uncounted.empty()) return result.uncounted;
  if (result.extrapolated) return "not counted: extrapolated";
  if (result.in_brief) return only_in_brief;
  if (slow) return "not counted: a run takes too long for one more";
  return "the counted run did not take place";
}

void add_created(NamedMetrics& metrics, const Result& result, bool slow) {
  const Created created = result.created.value_or(Created{});
  for (const auto& [name, count] :
       {std::pair("threads_created", created.threads), std::pair("processes_created", created.processes),
        std::pair("allocations", created.allocations), std::pair("allocated_bytes", created.bytes)})
    metrics.emplace_back(name, result.created ? Metric::known(static_cast<double>(count))
                                              : Metric::unknown(why_uncounted(result, slow)));
}

void measure(Standing& standing, const Yardsticks& yardsticks, const Campaign& campaign) {
  const Result& result = *standing.result;
  if (result.status != Status::ok || result.runs.empty()) return;
  const auto sample = walls(result);
  std::vector<double> by_round;
  for (const auto& [round, wall] : wall_by_round(result)) by_round.push_back(wall);
  standing.wall_s = median(sample);
  standing.cpu_s = median_cpu(result);
  standing.wall_interval = median_interval(by_round);
  const Metric no_floor = Metric::unknown("no `floor` ran on this problem");
  const Measured measured{
      .wall_s = standing.wall_s,
      .cpu_s = standing.cpu_s,
      .baseline_s = yardsticks.baseline ? Metric::known(median(walls(*yardsticks.baseline)))
                                        : Metric::unknown(yardsticks.no_baseline),
      .confined_s = confined_s(result),
      .useful_s = yardsticks.useful_s,
      .ideal_s = yardsticks.ideal_s,
      .floor_wall_s = yardsticks.floor ? Metric::known(median(walls(*yardsticks.floor))) : no_floor,
      .floor_cpu_s = yardsticks.floor ? Metric::known(median_cpu(*yardsticks.floor)) : no_floor,
      .ideal_on_one_s = yardsticks.ideal_on_one_s,
      .cpus = yardsticks.cpus,
      .lanes = lanes_of(result.cell, yardsticks.cpus),
      .units = result.cell.problem->units(),
  };
  standing.metrics = derive(measured);
  standing.intervals = intervals(measured, sides_of(result, yardsticks.baseline, yardsticks.floor));
  for (auto& metric : named(result.account, why_unseen(result, campaign.slow(result))))
    standing.metrics.push_back(std::move(metric));
  standing.metrics.emplace_back("observer_overhead",
                                result.account ? Metric::known(result.observed_s / standing.wall_s - 1)
                                               : Metric::unknown(why_unseen(result, campaign.slow(result))));
  standing.metrics.emplace_back(
      "parallel_share", parallel_share(Metric::known(standing.cpu_s / standing.wall_s), yardsticks.cpus));
  standing.metrics.emplace_back("peak_memory_bytes", peak_memory(result));
  std::vector<double> switches;
  for (const Run& run : result.runs)
    switches.push_back(static_cast<double>(run.usage.voluntary_switches + run.usage.involuntary_switches));
  standing.metrics.emplace_back("context_switches", Metric::known(median(switches)));
  add_created(standing.metrics, result, campaign.slow(result));
  std::vector<Conditions> conditions;
  for (const Run& run : result.runs) conditions.push_back(run.conditions);
  for (auto& metric : metrics_of(conditions)) standing.metrics.push_back(std::move(metric));
  const auto [per_task, r2] = bytes_per_task(result.memory, result.cell.contestant->runtime);
  standing.metrics.emplace_back("bytes_per_task", per_task);
  standing.metrics.emplace_back("bytes_per_task_r2", r2);
  add_latency(standing.metrics, result);
}

// All that does not depend on who else stands there.
void tell(Standing& standing, const Yardsticks& yardsticks, const Campaign& campaign) {
  const Result& result = *standing.result;
  if (result.status == Status::ok) standing.stability = campaign.stability(result);
  measure(standing, yardsticks, campaign);
  standing.faults = faults_of(standing);
  standing.cautions = cautions_of(standing, campaign.harness_cost());
  standing.sentence = sentence(standing);
}

unsigned extra_rounds_of(const Result& result, const Campaign& campaign) {
  const unsigned rounds = result.rounds.empty() ? 0 : std::ranges::max(result.rounds) + 1;
  return rounds - std::min(rounds, campaign.schedule().rounds);
}

}  // namespace

const Standing* yardstick(const std::vector<Standing>& standings, std::string_view name) {
  const auto found = std::ranges::find_if(standings, [&](const Standing& standing) {
    const Result& result = *standing.result;
    return result.cell.contestant->name == name && result.status == Status::ok && !result.runs.empty();
  });
  return found == standings.end() ? nullptr : &*found;
}

unsigned lanes_of(const Cell& cell, unsigned cpus) {
  switch (cell.contestant->lanes) {
    case Lanes::one: return 1;
    case Lanes::workers: return std::min(cell.workers, cpus);
    case Lanes::per_task: break;
  }
  return cpus;
}

std::vector<Comparison> compare(const Campaign& campaign, unsigned cpus) {
  std::vector<Comparison> comparisons;
  std::map<std::string, std::size_t> place;
  for (const Result& result : campaign.results()) {
    const Cell& cell = result.cell;
    const auto [at, fresh] = place.emplace(cell.problem_name(), comparisons.size());
    if (fresh) {
      comparisons.push_back({.kind = cell.contestant->kind,
                             .workload = cell.contestant->workload,
                             .parameters = cell.problem->path(),
                             .baseline = "none",
                             .useful_cpu = name_of(cell.problem->useful_cpu())});
    }
    Comparison& comparison = comparisons[at->second];
    (cell.swept ? comparison.swept : comparison.standings).push_back({.result = &result});
  }
  for (auto& [name, index] : place) {
    Comparison& comparison = comparisons[index];
    auto& standings = comparison.standings;
    const Result* baseline = result_of(yardstick(standings, "sequential"));
    const Result* floor = result_of(yardstick(standings, "floor"));
    const Problem& problem = *standings.front().result->cell.problem;
    if (baseline) comparison.baseline = baseline->extrapolated ? "extrapolated" : "measured";
    if (const auto why = problem.no_baseline()) comparison.no_baseline = "no baseline: " + *why;
    const Metric kernel = kernel_s(problem, campaign, name);
    const Metric useful = useful_s(problem, kernel, baseline, comparison.no_baseline);
    const auto [ideal_s, ideal_binding] = ideal(problem, cpus, kernel);
    comparison.useful_s = useful;
    comparison.ideal_binding = ideal_binding;
    comparison.no_binding = ideal_s.reason;
    const Metric ideal_on_one_s = ideal(problem, 1, kernel).wall_s;
    const Yardsticks yardsticks{baseline, comparison.no_baseline, floor, useful, ideal_s, ideal_on_one_s, cpus};
    for (Standing& standing : standings) {
      tell(standing, yardsticks, campaign);
      comparison.extra_rounds =
          std::max(comparison.extra_rounds, extra_rounds_of(*standing.result, campaign));
    }
    for (Standing& standing : comparison.swept) tell(standing, yardsticks, campaign);
    rank(standings);
  }
  return comparisons;
}

}  // namespace simul
