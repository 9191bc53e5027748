#include "benchmarks/harness/summary.hpp"

#include <algorithm>
#include <cmath>

#include "benchmarks/harness/role.hpp"

namespace simul {
namespace {

const Contestant& contestant_of(const Standing& standing) { return *standing.result->cell.contestant; }

// In the order in which they first appear.
std::vector<std::string> plain_names(const std::vector<Comparison>& comparisons) {
  std::vector<std::string> names;
  for (const Comparison& comparison : comparisons) {
    for (const Standing& standing : comparison.standings) {
      const Contestant& contestant = contestant_of(standing);
      if (contestant.name == contestant.runtime && role_of(contestant.runtime) == Role::model &&
          std::ranges::find(names, contestant.name) == names.end())
        names.push_back(contestant.name);
    }
  }
  return names;
}

const Standing* find(const Comparison& comparison, const std::string& name) {
  const auto found = std::ranges::find(comparison.standings, name,
                                       [](const Standing& standing) { return contestant_of(standing).name; });
  return found == comparison.standings.end() ? nullptr : &*found;
}

Metric speedup_of(const Standing& standing) {
  const auto metric = std::ranges::find(standing.metrics, "speedup", &NamedMetrics::value_type::first);
  return metric == standing.metrics.end() ? Metric::unknown("it has no speed-up") : metric->second;
}

// Why a problem is no complete row; empty: it is one.
std::string why_left_out(const Comparison& comparison, const std::vector<std::string>& names) {
  if (comparison.baseline == "none") return comparison.no_baseline;
  if (comparison.baseline == "extrapolated") return "`sequential` is extrapolated";
  for (const std::string& name : names) {
    const Standing* standing = find(comparison, name);
    if (!standing) return '`' + name + "` has no cell there";
    if (standing->result->status != Status::ok)
      return '`' + name + "` is " + name_of(standing->result->status);
    if (!standing->faults.empty()) return '`' + name + "`: " + standing->faults.front();
    if (!speedup_of(*standing).value) return '`' + name + "`: " + speedup_of(*standing).reason;
  }
  return {};
}

Metric geometric_mean(const std::vector<const Comparison*>& rows, const std::string& name) {
  if (rows.empty()) return Metric::unknown("no problem is complete: see left_out");
  double logs = 0;
  for (const Comparison* row : rows) logs += std::log(*speedup_of(*find(*row, name)).value);
  return Metric::known(std::exp(logs / static_cast<double>(rows.size())));
}

}  // namespace

Summary summarize(const std::vector<Comparison>& comparisons) {
  Summary summary;
  const auto names = plain_names(comparisons);
  std::vector<const Comparison*> rows;
  for (const Comparison& comparison : comparisons) {
    const std::string problem = comparison.standings.front().result->cell.problem_name();
    const std::string reason = why_left_out(comparison, names);
    if (!reason.empty()) {
      summary.left_out.emplace_back(problem, reason);
      continue;
    }
    rows.push_back(&comparison);
    summary.problems.push_back(problem);
  }
  for (const std::string& name : names) summary.speedup.emplace_back(name, geometric_mean(rows, name));
  return summary;
}

void to_json(Json& json, const Summary& summary) {
  json = {{"speedup_geometric_mean", Json::object()},
          {"rows", summary.problems.size()},
          {"problems", summary.problems},
          {"left_out", Json::array()},
          {"null_reasons", Json::object()}};
  for (const auto& [contestant, mean] : summary.speedup) {
    json["speedup_geometric_mean"][contestant] = mean.value ? Json(*mean.value) : Json(nullptr);
    if (!mean.value) json["null_reasons"][contestant] = mean.reason;
  }
  for (const auto& [problem, reason] : summary.left_out)
    json["left_out"].push_back({{"problem", problem}, {"reason", reason}});
}

}  // namespace simul
