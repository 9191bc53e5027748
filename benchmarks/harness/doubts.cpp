#include "benchmarks/harness/doubts.hpp"

#include <algorithm>
#include <cmath>

namespace simul {
namespace {

// 0 where it is not known.
double value_of(const Standing& standing, std::string_view name) {
  const auto metric = std::ranges::find(standing.metrics, name, &NamedMetrics::value_type::first);
  return metric == standing.metrics.end() ? 0 : metric->second.value.value_or(0);
}

bool over(const Standing& standing, std::string_view name, double most) {
  return value_of(standing, name) > most;
}

bool was_measured(const Standing& standing) {
  return standing.result->status == Status::ok && !standing.result->runs.empty();
}

}  // namespace

std::vector<std::string> faults_of(const Standing& standing) {
  std::vector<std::string> faults;
  if (over(standing, "of_ideal", 1.02))
    faults.push_back("faster than the physical limit: a measurement is wrong");
  if (over(standing, "early_wakes", 0)) faults.push_back("some waits ended early");
  if (over(standing, "little_error", 1e-9)) faults.push_back("the journal's account contradicts itself");
  // The readings around a run cost a few microseconds of CPU: below a millisecond they would show.
  if (standing.result->cell.contestant->lanes == Lanes::one && standing.wall_s > 1e-3 &&
      over(standing, "cores_busy", 1.02))
    faults.push_back("one thread kept more than one core busy: its CPU time is wrong");
  return faults;
}

std::vector<std::string> cautions_of(const Standing& standing, const HarnessCost& harness) {
  std::vector<std::string> cautions;
  if (!was_measured(standing)) return cautions;
  const Stability& stability = standing.stability;
  if (stability.verdict == Stability::Verdict::unstable) {
    for (const auto& reason : stability.reasons) cautions.push_back("unstable: " + reason);
  }
  for (const auto& what : stability.disturbed_by) cautions.push_back("disturbed by " + what);
  if (harness.cpu_s.value.value_or(0) > negligible_share * standing.cpu_s)
    cautions.push_back("the harness itself is over 5 % of its CPU time");
  if (std::abs(value_of(standing, "residual")) > 0.02 * value_of(standing, "in_flight_mean"))
    cautions.push_back("the account of the tasks leaves more than 2 % of them unexplained");
  if (over(standing, "observer_overhead", 0.05))
    cautions.push_back(
        "the observed run took over 5 % longer than the timed ones: the account is of a slower run");
  return cautions;
}

}  // namespace simul
