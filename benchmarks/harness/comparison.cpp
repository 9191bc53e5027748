#include "benchmarks/harness/comparison.hpp"

#include <algorithm>
#include <cmath>

#include "benchmarks/harness/sentence.hpp"
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

// The contestant of that runtime among the standings, if it ran and was right.
const Result* find(const std::vector<Standing>& standings, std::string_view runtime) {
  for (const Standing& standing : standings) {
    if (standing.result->cell.contestant->runtime == runtime && standing.result->status == Status::ok &&
        !standing.result->runs.empty())
      return standing.result;
  }
  return nullptr;
}

const char* name_of(UsefulCpu source) {
  switch (source) {
    case UsefulCpu::none: return "none";
    case UsefulCpu::kernel: return "kernel";
    case UsefulCpu::baseline: break;
  }
  return "baseline";
}

Metric useful_s(const Problem& problem, const Campaign& campaign, const std::string& name,
                const Result* baseline) {
  switch (problem.useful_cpu()) {
    case UsefulCpu::none: return Metric::known(0);
    case UsefulCpu::kernel: {
      const auto cost = campaign.useful_s().find(name);
      return cost == campaign.useful_s().end() ? Metric::unknown("the kernel was not timed") : cost->second;
    }
    case UsefulCpu::baseline: break;
  }
  return baseline ? Metric::known(median_cpu(*baseline))
                  : Metric::unknown("`sequential` has no verified run");
}

Metric confined_s(const Result& result) {
  if (result.cell.contestant->lanes == Lanes::one)
    return Metric::known(median(walls(result)));  // by construction
  if (result.confined_s.empty()) return Metric::unknown("not run confined to one CPU");
  return Metric::known(median(result.confined_s));
}

struct Yardsticks {
  const Result* baseline;
  const Result* floor;
  Metric useful_s, ideal_s;
};

// Why a cell has no account of its tasks.
std::string why_unseen(const Result& result) {
  if (result.cell.problem->tasks() == 0)
    return "no journal: its tasks are too short to be observed one by one";
  if (result.extrapolated) return "no journal: extrapolated";
  return "the observed run did not take place";
}

void measure(Standing& standing, const Yardsticks& yardsticks) {
  const Result& result = *standing.result;
  if (result.status != Status::ok || result.runs.empty()) return;
  const auto sample = walls(result);
  std::vector<double> by_round;
  for (const auto& [round, wall] : wall_by_round(result)) by_round.push_back(wall);
  standing.wall_s = median(sample);
  standing.wall_interval = median_interval(by_round);
  const Metric no_floor = Metric::unknown("no `floor` ran on this problem");
  standing.metrics = derive({
      .wall_s = standing.wall_s,
      .cpu_s = median_cpu(result),
      .baseline_s = yardsticks.baseline ? Metric::known(median(walls(*yardsticks.baseline)))
                                        : Metric::unknown("`sequential` has no verified run"),
      .confined_s = confined_s(result),
      .useful_s = yardsticks.useful_s,
      .ideal_s = yardsticks.ideal_s,
      .floor_wall_s = yardsticks.floor ? Metric::known(median(walls(*yardsticks.floor))) : no_floor,
      .floor_cpu_s = yardsticks.floor ? Metric::known(median_cpu(*yardsticks.floor)) : no_floor,
  });
  const Metric unseen = Metric::unknown(why_unseen(result));
  const auto& seen = result.in_flight;
  standing.metrics.emplace_back("in_flight_mean", seen ? Metric::known(seen->mean) : unseen);
  standing.metrics.emplace_back("in_flight_peak",
                                seen ? Metric::known(static_cast<double>(seen->peak)) : unseen);
  standing.metrics.emplace_back("early_wakes",
                                seen ? Metric::known(static_cast<double>(seen->early_wakes)) : unseen);
  standing.metrics.emplace_back("peak_memory_bytes",
                                Metric::known(static_cast<double>(result.peak_memory_bytes)));
  std::vector<double> switches;
  for (const Run& run : result.runs)
    switches.push_back(static_cast<double>(run.usage.voluntary_switches + run.usage.involuntary_switches));
  standing.metrics.emplace_back("context_switches", Metric::known(median(switches)));
}

// Log-ratios a/b over the rounds that both have.
std::vector<double> paired(const Result& a, const Result& b) {
  std::vector<double> differences;
  const auto other = wall_by_round(b);
  for (const auto& [round, wall] : wall_by_round(a)) {
    const auto same = std::ranges::find(other, round, &std::pair<unsigned, double>::first);
    if (same != other.end()) differences.push_back(std::log(wall / same->second));
  }
  return differences;
}

bool rankable(const Standing& s) {
  return s.result->status == Status::ok && s.result->cell.contestant->runtime != "floor" &&
         !s.result->extrapolated && wall_by_round(*s.result).size() >= rounds_to_rank;
}

double two_sided(const Standing& slower, const Standing& faster) {
  return std::min(1.0, 2 * signed_rank_p(paired(*slower.result, *faster.result)));
}

}  // namespace

std::vector<std::pair<unsigned, double>> wall_by_round(const Result& result) {
  std::vector<std::pair<unsigned, double>> by_round;
  for (std::size_t i = 0; i < result.runs.size();) {
    std::vector<double> same;
    const unsigned round = result.rounds[i];
    for (; i < result.runs.size() && result.rounds[i] == round; ++i) same.push_back(result.runs[i].wall_s);
    by_round.emplace_back(round, median(same));
  }
  return by_round;
}

void rank(std::vector<Standing>& standings) {
  std::vector<Standing*> field;
  for (Standing& s : standings) {
    s.rank = Metric::unknown(s.result->status != Status::ok ? "it did not run or was not right"
                             : s.result->cell.contestant->runtime == "floor"
                                 ? "the floor is a yardstick, not a contestant"
                             : s.result->extrapolated ? "extrapolated"
                                                      : "fewer than " + std::to_string(rounds_to_rank) +
                                                            " rounds: no paired test");
    if (rankable(s)) field.push_back(&s);
  }
  std::ranges::sort(field, {}, &Standing::wall_s);

  std::vector<double> all_pairs, with_leader;  // pair (i, j), j before i, at index i(i-1)/2 + j
  for (std::size_t i = 1; i < field.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) all_pairs.push_back(two_sided(*field[i], *field[j]));
    with_leader.push_back(two_sided(*field[i], *field[0]));
  }
  all_pairs = holm(all_pairs);
  with_leader = holm(with_leader);
  for (std::size_t i = 0; i < field.size(); ++i) {
    std::size_t faster = 0;
    for (std::size_t j = 0; j < i; ++j) faster += all_pairs[i * (i - 1) / 2 + j] < 0.05;
    field[i]->rank = Metric::known(1 + static_cast<double>(faster));
    field[i]->verdict = i == 0 ? "leader" : with_leader[i - 1] < 0.05 ? "slower" : "not separated";
  }
}

std::vector<Comparison> compare(const Campaign& campaign, unsigned cpus) {
  std::vector<Comparison> comparisons;
  std::map<std::string, std::size_t> place;
  for (const Result& result : campaign.results()) {
    const Cell& cell = result.cell;
    const auto [at, fresh] = place.emplace(cell.problem_name(), comparisons.size());
    if (fresh) {
      comparisons.push_back({cell.contestant->kind,
                             cell.contestant->workload,
                             cell.problem->path(),
                             "none",
                             name_of(cell.problem->useful_cpu()),
                             {}});
    }
    comparisons[at->second].standings.push_back({.result = &result});
  }
  for (auto& [name, index] : place) {
    Comparison& comparison = comparisons[index];
    auto& standings = comparison.standings;
    const Result* baseline = find(standings, "sequential");
    if (baseline) comparison.baseline = baseline->extrapolated ? "extrapolated" : "measured";
    const Problem& problem = *standings.front().result->cell.problem;
    const Metric useful = useful_s(problem, campaign, name, baseline);
    Metric ideal = Metric::unknown("the ideal needs the useful CPU time");
    if (useful.value) {
      const auto bound = problem.ideal_s(cpus, *useful.value);
      ideal = bound ? Metric::known(*bound) : Metric::unknown("no closed-form bound for this workload");
    }
    for (Standing& standing : standings) {
      measure(standing, {baseline, find(standings, "floor"), useful, ideal});
      standing.sentence = sentence(standing);
    }
    rank(standings);
  }
  return comparisons;
}

}  // namespace simul
