#include "benchmarks/harness/metg.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "benchmarks/harness/sentence.hpp"

namespace simul {
namespace {

constexpr double beyond_belief = 1.5;

bool believable(std::span<const TaskLength> sweep) {
  return std::ranges::all_of(sweep, [](const TaskLength& t) { return t.efficiency() <= beyond_belief; });
}

std::vector<TaskLength> shortest_first(std::span<const TaskLength> sweep) {
  std::vector<TaskLength> sorted(sweep.begin(), sweep.end());
  std::ranges::sort(sorted, {}, &TaskLength::useful_s);
  return sorted;
}

std::string percent(double share) { return in_words(100 * share) + " %"; }
std::string tasks_of(const TaskLength& t) {
  return "tasks, " + in_words(1e6 * t.useful_s) + " us of use each, are ";
}

}  // namespace

std::optional<double> metg_or_bound(std::span<const TaskLength> sweep, double efficiency) {
  if (sweep.size() < 2 || !believable(sweep)) return std::nullopt;
  const auto sorted = shortest_first(sweep);
  const auto enough =
      std::ranges::find_if(sorted, [&](const TaskLength& t) { return t.efficiency() >= efficiency; });
  if (enough == sorted.begin()) return 0;
  if (enough == sorted.end()) return std::numeric_limits<double>::infinity();
  const TaskLength below = *std::prev(enough), above = *enough;
  const double share = (efficiency - below.efficiency()) / (above.efficiency() - below.efficiency());
  return below.useful_s * std::pow(above.useful_s / below.useful_s, share) / efficiency;
}

Metric metg(std::span<const TaskLength> sweep, double efficiency) {
  if (sweep.size() < 2) return Metric::unknown("fewer than two lengths of task");
  const auto found = metg_or_bound(sweep, efficiency);
  if (!found)
    return Metric::unknown("an efficiency of more than " + percent(beyond_belief) + " is beyond belief");
  const auto sorted = shortest_first(sweep);
  if (*found == 0) {
    const TaskLength& shortest = sorted.front();
    return Metric::unknown("even the shortest " + tasks_of(shortest) + percent(shortest.efficiency()) +
                           " efficient");
  }
  if (std::isinf(*found)) {
    const TaskLength& longest = sorted.back();
    return Metric::unknown("not even the longest " + tasks_of(longest) + "more than " +
                           percent(longest.efficiency()) + " efficient");
  }
  return Metric::known(*found);
}

}  // namespace simul
