#include "benchmarks/harness/sweeps.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "benchmarks/harness/statistics.hpp"

namespace simul {
namespace {

using Entry = GrainSweep::Entry;

const Problem& problem_of(const Comparison& comparison) {
  return *comparison.standings.front().result->cell.problem;
}

std::optional<PlaceInSweep> place_of(const Comparison& comparison) {
  return place_in_sweep(comparison.standings.front().result->cell);
}

// What the runs of one contestant at one length come to, given how long one took.
struct Scale {
  double useful_s, at_once, tasks;
  TaskLength length(double wall_s) const { return {useful_s / tasks, wall_s * at_once / tasks}; }
};

// None where nothing is known to be useful.
std::optional<Scale> scale_of(const Comparison& comparison, const Cell& cell, unsigned cpus) {
  const Granularity granularity = *cell.problem->granularity();
  const double tasks = cell.problem->units();
  if (granularity.waited_s) return Scale{*granularity.waited_s, granularity.at_once, tasks};
  if (comparison.useful_s.value.value_or(0) <= 0) return std::nullopt;
  return Scale{*comparison.useful_s.value, std::min<double>(lanes_of(cell, cpus), granularity.at_once),
               tasks};
}

// One contestant while its points are gathered.
struct Gathered {
  Entry entry;
  std::vector<TaskLength> lengths;
  std::map<unsigned, std::vector<TaskLength>> by_round;
  std::string missing;  // why there is no point where there should be one
};

void add_point(Gathered& gathered, const Comparison& comparison, const Standing& standing, std::int64_t grain,
               unsigned cpus) {
  const Result& result = *standing.result;
  if (result.status != Status::ok || result.runs.empty()) {
    gathered.missing = std::string(name_of(result.status)) + ": " + result.reason;
    return;
  }
  const auto scale = scale_of(comparison, result.cell, cpus);
  if (!scale) {
    gathered.missing = comparison.useful_s.value ? "no CPU time is useful" : comparison.useful_s.reason;
    return;
  }
  const TaskLength length = scale->length(standing.wall_s);
  gathered.entry.points.push_back({result.cell.name, grain, length});
  gathered.lengths.push_back(length);
  for (const auto& [round, wall_s] : wall_by_round(result))
    gathered.by_round[round].push_back(scale->length(wall_s));
}

// Of the METG of each round that has all lengths.
Interval interval_of(const Gathered& gathered) {
  std::vector<double> each;
  for (const auto& [round, lengths] : gathered.by_round) {
    if (lengths.size() != gathered.lengths.size()) continue;
    if (const auto value = metg_or_bound(lengths)) each.push_back(*value);
  }
  const auto bounds = median_interval(each);
  if (!bounds) return {std::nullopt, "too few rounds that have every length"};
  if (bounds->first == 0 || std::isinf(bounds->second))
    return {std::nullopt, "in too many rounds the sweep does not reach so far"};
  return {bounds, {}};
}

Entry finished(Gathered& gathered) {
  Entry entry = std::move(gathered.entry);
  entry.metg_s = gathered.lengths.empty() && !gathered.missing.empty() ? Metric::unknown(gathered.missing)
                                                                       : metg(gathered.lengths);
  entry.interval = entry.metg_s.value ? interval_of(gathered) : Interval{std::nullopt, entry.metg_s.reason};
  return entry;
}

// The points of one sweep, in the order of their problems.
GrainSweep sweep_of(const std::vector<const Comparison*>& points, const std::string& swept, unsigned cpus) {
  GrainSweep sweep{points.front()->kind, points.front()->workload, {}, swept, {}};
  for (const auto& parameter : points.front()->parameters)
    if (parameter.first != swept) sweep.parameters.push_back(parameter);
  std::vector<Gathered> all;
  for (const Comparison* comparison : points) {
    const std::int64_t length = place_of(*comparison)->length;
    for (const Standing& standing : comparison->standings) {
      const Contestant& contestant = *standing.result->cell.contestant;
      auto at = std::ranges::find(all, contestant.name, [](const Gathered& g) { return g.entry.contestant; });
      if (at == all.end()) {
        all.push_back({.entry = {contestant.name, contestant.runtime, {}, {}, {}}});
        at = std::prev(all.end());
      }
      add_point(*at, *comparison, standing, length, cpus);
    }
  }
  for (Gathered& gathered : all) sweep.entries.push_back(finished(gathered));
  return sweep;
}

}  // namespace

std::vector<GrainSweep> grain_sweeps(const std::vector<Comparison>& comparisons, unsigned cpus) {
  std::vector<std::pair<std::string, std::vector<const Comparison*>>> groups;
  for (const Comparison& comparison : comparisons) {
    const auto place = place_of(comparison);
    if (!place) continue;
    auto group = std::ranges::find(groups, place->sweep, [](const auto& g) { return g.first; });
    if (group == groups.end()) group = groups.insert(groups.end(), {place->sweep, {}});
    group->second.push_back(&comparison);
  }
  std::vector<GrainSweep> sweeps;
  for (const auto& [key, points] : groups) {
    if (points.size() < 2) continue;
    sweeps.push_back(sweep_of(points, problem_of(*points.front()).granularity()->parameter, cpus));
  }
  return sweeps;
}

void to_json(Json& json, const GrainSweep& sweep) {
  json = {{"kind", sweep.kind},   {"workload", sweep.workload},    {"parameters", Json::object()},
          {"swept", sweep.swept}, {"efficiency", metg_efficiency}, {"contestants", Json::array()}};
  for (const auto& [name, value] : sweep.parameters) json["parameters"][name] = in_json(value);
  for (const Entry& entry : sweep.entries) {
    Json one = {{"contestant", entry.contestant}, {"runtime", entry.runtime},
                {"metg_50_s", nullptr},           {"metg_50_s_interval", nullptr},
                {"null_reasons", Json::object()}, {"points", Json::array()}};
    if (entry.metg_s.value)
      one["metg_50_s"] = *entry.metg_s.value;
    else
      one["null_reasons"]["metg_50_s"] = entry.metg_s.reason;
    if (entry.interval.bounds)
      one["metg_50_s_interval"] = {entry.interval.bounds->first, entry.interval.bounds->second};
    else
      one["null_reasons"]["metg_50_s_interval"] = entry.interval.reason;
    for (const auto& [cell, grain, length] : entry.points)
      one["points"].push_back({{"cell", cell},
                               {"grain", grain},
                               {"useful_s", length.useful_s},
                               {"granularity_s", length.granularity_s},
                               {"efficiency", length.efficiency()}});
    json["contestants"].push_back(std::move(one));
  }
}

}  // namespace simul
