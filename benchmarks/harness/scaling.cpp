#include "benchmarks/harness/scaling.hpp"

#include <algorithm>
#include <cmath>

namespace simul {
namespace {

using Point = Scaling::Point;
using Entry = Scaling::Entry;

Metric metric_of(const Standing& standing, std::string_view name) {
  const auto found = std::ranges::find(standing.metrics, name, &NamedMetrics::value_type::first);
  return found == standing.metrics.end() ? Metric::unknown("it was not measured") : found->second;
}

// What the cell alone tells.
Point point_of(const Standing& standing, unsigned cpus) {
  const Result& result = *standing.result;
  Point point{.cell = result.cell.name,
              .workers = result.cell.workers,
              .status = result.status,
              .reason = result.reason,
              .oversubscribed = result.cell.workers > cpus};
  if (result.status != Status::ok || result.runs.empty()) {
    const Metric unknown = Metric::unknown(std::string(name_of(result.status)) + ": " + result.reason);
    point.median_s = point.cpu_s = point.peak_memory_bytes = unknown;
    return point;
  }
  if (!standing.faults.empty()) point.reason = standing.faults.front();
  point.wall_by_round = wall_by_round(result);
  point.median_s = Metric::known(standing.wall_s);
  point.cpu_s = Metric::known(standing.cpu_s);
  point.peak_memory_bytes = metric_of(standing, "peak_memory_bytes");
  return point;
}

// T, where it may be believed.
Metric believed_s(const Point& point) {
  const bool at_fault = point.status == Status::ok && !point.reason.empty();
  return at_fault ? Metric::unknown(point.reason) : point.median_s;
}

Metric with_one_worker_s(const Entry& entry) {
  const auto one = std::ranges::find(entry.points, 1U, &Point::workers);
  return one == entry.points.end() ? Metric::unknown("it was not run with one worker") : believed_s(*one);
}

// What the points tell of each other, and of the baseline.
void relate(Entry& entry, const Scaling& scaling, const Metric& useful_s) {
  const Metric one_s = with_one_worker_s(entry);
  std::vector<AtWorkers> sweep;
  for (Point& point : entry.points) {
    const unsigned lanes = std::min(point.workers, scaling.cpus);
    point.self_speedup = one_s / point.median_s;
    point.speedup = scaling.sequential_s / point.median_s;
    point.efficiency = point.speedup / Metric::known(lanes);
    point.karp_flatt = karp_flatt(one_s / believed_s(point), lanes, useful_s / scaling.sequential_s);
    sweep.push_back({point.workers, believed_s(point)});
  }
  entry.cost = cost(scaling.sequential_s, sweep);
}

Scaling scaling_of(const Comparison& comparison, unsigned cpus) {
  Scaling scaling{.kind = comparison.kind,
                  .workload = comparison.workload,
                  .parameters = comparison.parameters,
                  .cpus = cpus,
                  .baseline = comparison.baseline,
                  .sequential_s = Metric::unknown(comparison.no_baseline)};
  if (const Standing* sequential = yardstick(comparison.standings, "sequential")) {
    scaling.sequential_s = Metric::known(sequential->wall_s);
    scaling.sequential_by_round = wall_by_round(*sequential->result);
  }
  for (const Standing& standing : comparison.standings) {
    const Contestant* contestant = standing.result->cell.contestant;
    Entry entry{contestant->name, contestant->runtime, {point_of(standing, cpus)}, {}};
    for (const Standing& swept : comparison.swept) {
      if (swept.result->cell.contestant == contestant) entry.points.push_back(point_of(swept, cpus));
    }
    if (entry.points.size() < 2) continue;
    std::ranges::sort(entry.points, {}, &Point::workers);
    relate(entry, scaling, comparison.useful_s);
    scaling.entries.push_back(std::move(entry));
  }
  return scaling;
}

Json in_json(const Metric& metric) { return metric.value ? Json(*metric.value) : Json(nullptr); }
Json reason_in_json(const Metric& metric) { return metric.value ? Json(nullptr) : Json(metric.reason); }

void add_rounds(Json& json, const Scaling::ByRound& by_round) {
  json["rounds"] = Json::array();
  json["wall_s"] = Json::array();
  for (const auto& [round, wall_s] : by_round) {
    json["rounds"].push_back(round);
    json["wall_s"].push_back(wall_s);
  }
}

Json json_of(const Point& point) {
  Json json = {{"cell", point.cell}, {"workers", point.workers}};
  add_rounds(json, point.wall_by_round);
  json["median_s"] = in_json(point.median_s);
  json["cpu_s"] = in_json(point.cpu_s);
  json["peak_memory_bytes"] = nullptr;
  if (const auto bytes = point.peak_memory_bytes.value) json["peak_memory_bytes"] = std::llround(*bytes);
  json["self_speedup"] = in_json(point.self_speedup);
  json["speedup"] = in_json(point.speedup);
  json["efficiency"] = in_json(point.efficiency);
  json["karp_flatt"] = in_json(point.karp_flatt);
  json["karp_flatt_reason"] = point.workers > 1 ? reason_in_json(point.karp_flatt) : Json(nullptr);
  json["oversubscribed"] = point.oversubscribed;
  json["status"] = name_of(point.status);
  json["reason"] = point.reason;
  return json;
}

}  // namespace

std::vector<Scaling> scaling_of(const std::vector<Comparison>& comparisons, unsigned cpus) {
  std::vector<Scaling> found;
  for (const Comparison& comparison : comparisons) {
    Scaling scaling = scaling_of(comparison, cpus);
    if (!scaling.entries.empty()) found.push_back(std::move(scaling));
  }
  return found;
}

void to_json(Json& json, const Scaling& scaling) {
  Json sequential;
  add_rounds(sequential, scaling.sequential_by_round);
  json = {{"kind", scaling.kind},
          {"workload", scaling.workload},
          {"parameters", Json::object()},
          {"cpus", scaling.cpus},
          {"baseline", scaling.baseline},
          {"sequential_s", in_json(scaling.sequential_s)},
          {"sequential_by_round", std::move(sequential)},
          {"entries", Json::array()}};
  for (const auto& [name, value] : scaling.parameters) json["parameters"][name] = simul::in_json(value);
  for (const Entry& entry : scaling.entries) {
    Json points = Json::array();
    for (const Point& point : entry.points) points.push_back(json_of(point));
    Json cost = entry.cost.value ? Json(std::llround(*entry.cost.value)) : Json(nullptr);
    json["entries"].push_back({{"contestant", entry.contestant},
                               {"runtime", entry.runtime},
                               {"points", std::move(points)},
                               {"cost", std::move(cost)},
                               {"cost_reason", reason_in_json(entry.cost)}});
  }
}

}  // namespace simul
