#include "benchmarks/harness/stability.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <stdexcept>

#include "benchmarks/harness/statistics.hpp"

namespace simul {
namespace {

constexpr double most_spread = 0.05, significant = 0.01, least_drift = 0.02, slow_first = 1.1;
// What a machine of strangers does to a run: a tenth of a core is also what kernel threads do for a storm of forks.
constexpr double most_foreign_cores = 0.12, most_steal_share = 0.01;

std::map<unsigned, std::vector<double>> by_round(std::span<const Observation> runs) {
  std::map<unsigned, std::vector<double>> rounds;
  for (const Observation& run : runs) rounds[run.round].push_back(run.wall_s);
  return rounds;
}

std::string percent(double share) {
  return std::to_string(static_cast<int>(std::lround(100 * share))) + " %";
}

void judge_spread(Stability& stability, const std::vector<double>& rounds) {
  const double spread = relative_spread(rounds);
  if (spread > most_spread)
    stability.reasons.push_back("the middle half of its rounds spreads over " + percent(spread) +
                                " of the median");
}

void judge_drift(Stability& stability, const std::vector<double>& rounds) {
  std::vector<double> order;
  for (std::size_t i = 0; i < rounds.size(); ++i) order.push_back(static_cast<double>(i));
  if (rank_correlation(order, rounds).p >= significant) return;
  const auto third = static_cast<std::ptrdiff_t>((rounds.size() + 2) / 3);
  const double drift =
      median({rounds.end() - third, rounds.end()}) / median({rounds.begin(), rounds.begin() + third}) - 1;
  if (std::abs(drift) > least_drift)
    stability.reasons.push_back("it drifts: its last rounds take " + percent(std::abs(drift)) +
                                (drift > 0 ? " longer" : " less") + " than its first");
}

void judge_first_round(Stability& stability, const std::vector<double>& rounds) {
  const std::vector<double> others(rounds.begin() + 1, rounds.end());
  if (rounds[0] > std::ranges::max(others) && rounds[0] > slow_first * median(others))
    stability.reasons.push_back("its first round takes " + percent(rounds[0] / median(others) - 1) +
                                " longer than the others");
}

// With several runs per process; the warm-up is none of them.
void judge_first_runs(Stability& stability, const std::map<unsigned, std::vector<double>>& rounds) {
  std::vector<double> ratios;
  for (const auto& [round, walls] : rounds) {
    if (walls.size() > 1) ratios.push_back(walls[0] / median({walls.begin() + 1, walls.end()}));
  }
  if (!ratios.empty() && median(ratios) > slow_first)
    stability.reasons.push_back("the first run of a process takes " + percent(median(ratios) - 1) +
                                " longer than the next");
}

void judge_length(Stability& stability, double wall_s, const Resolution& resolution) {
  if (wall_s < 1000 * resolution.clock_step_s)
    stability.reasons.push_back("a run is shorter than 1000 steps of the clock");
  if (wall_s < 20 * resolution.harness_s)
    stability.reasons.push_back("the harness itself is over 5 % of a run");
}

// Whether the slower runs are those that were switched out more often.
bool slowed_by_switches(std::span<const Observation> runs) {
  std::vector<double> walls, switches;
  for (const Observation& run : runs) {
    walls.push_back(run.wall_s);
    switches.push_back(static_cast<double>(run.involuntary_switches));
  }
  const auto found = rank_correlation(switches, walls);
  return found.rho > 0 && found.p < significant;
}

std::vector<std::string> disturbances(std::span<const Observation> runs) {
  std::vector<Conditions> conditions;
  bool throttled = false;
  for (const Observation& run : runs) {
    conditions.push_back(run.conditions);
    throttled |= run.conditions.throttled.value_or(0) > 0;
  }
  const auto mean = [metrics = metrics_of(conditions)](std::string_view name) {
    return std::ranges::find(metrics, name, &NamedMetrics::value_type::first)->second.value.value_or(0);
  };
  std::vector<std::string> found;
  if (mean("steal_cores") > most_steal_share * conditions[0].cpus) found.emplace_back("steal");
  if (mean("foreign_cores") > most_foreign_cores) found.emplace_back("foreign load");
  if (throttled) found.emplace_back("throttling");
  if (slowed_by_switches(runs)) found.emplace_back("involuntary switches");
  return found;
}

}  // namespace

double relative_spread(std::vector<double> sample) {
  if (sample.empty()) throw std::invalid_argument("the spread of nothing");
  std::ranges::sort(sample);
  const auto quantile = [&](double share) {
    const double at = share * static_cast<double>(sample.size() - 1);
    const auto below = static_cast<std::size_t>(at);
    const std::size_t above = std::min(below + 1, sample.size() - 1);
    return sample[below] + (at - static_cast<double>(below)) * (sample[above] - sample[below]);
  };
  return (quantile(0.75) - quantile(0.25)) / quantile(0.5);
}

Stability stability_of(std::span<const Observation> runs, const Resolution& resolution) {
  Stability stability;
  if (runs.empty()) return stability;
  stability.disturbed_by = disturbances(runs);
  const auto grouped = by_round(runs);
  std::vector<double> rounds;
  for (const auto& [round, walls] : grouped) rounds.push_back(median(walls));
  if (rounds.size() >= rounds_to_judge) {
    judge_spread(stability, rounds);
    judge_drift(stability, rounds);
    judge_first_round(stability, rounds);
    judge_first_runs(stability, grouped);
    stability.more_rounds_may_help = !stability.reasons.empty();
  }
  judge_length(stability, median(rounds), resolution);
  if (!stability.reasons.empty()) {
    stability.verdict = Stability::Verdict::unstable;
  } else if (rounds.size() >= rounds_to_judge) {
    stability.verdict = Stability::Verdict::stable;
  } else {
    stability.reasons.push_back("fewer than " + std::to_string(rounds_to_judge) + " rounds");
  }
  return stability;
}

double clock_step_s() {
  using Clock = std::chrono::steady_clock;
  Clock::duration least = Clock::duration::max();
  for (int i = 0; i < 1000; ++i) {
    const auto first = Clock::now();
    auto next = Clock::now();
    while (next == first) next = Clock::now();
    least = std::min(least, next - first);
  }
  return std::chrono::duration<double>(least).count();
}

const char* name_of(Stability::Verdict verdict) {
  switch (verdict) {
    case Stability::Verdict::stable: return "stable";
    case Stability::Verdict::unstable: return "unstable";
    case Stability::Verdict::unknown: break;
  }
  return "unknown";
}

}  // namespace simul
