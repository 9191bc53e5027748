#include "benchmarks/harness/memory.hpp"

#include <algorithm>

#include "benchmarks/harness/statistics.hpp"

namespace simul {
namespace {

std::string why_no_slope(const MemorySweep& sweep, std::string_view runtime) {
  if (runtime == "sequential") return "one task at a time: none are in flight together";
  if (sweep.points.empty() && sweep.left_out.empty()) return "its memory was not sampled at several sizes";
  std::string why = "only " + std::to_string(sweep.points.size()) + " of " +
                    std::to_string(sweep.points.size() + sweep.left_out.size()) + " sizes were seen";
  if (!sweep.left_out.empty()) {
    const auto& hole = sweep.left_out.front();
    why += "; " + std::to_string(hole.tasks) + " tasks: " + hole.reason;
  }
  return why;
}

}  // namespace

std::optional<std::int64_t> bytes_within(std::span<const MemorySample> samples, const Window& window) {
  std::optional<std::int64_t> most;
  for (const MemorySample& sample : samples) {
    if (sample.from_ns >= window.from_ns && sample.until_ns <= window.until_ns)
      most = std::max(most.value_or(0), sample.bytes);
  }
  return most;
}

std::string why_unseen(const Window& window) {
  const std::int64_t together_ms = (window.until_ns - window.from_ns) / 1'000'000;
  if (together_ms < 0)
    return "its tasks were not all in flight at once: the first was over " + std::to_string(-together_ms) +
           " ms before the last began";
  return "its tasks were all in flight for " + std::to_string(together_ms) + " ms: too short for a look";
}

std::pair<Metric, Metric> bytes_per_task(const MemorySweep& sweep, std::string_view runtime) {
  std::vector<std::pair<double, double>> points;
  for (const auto& [tasks, bytes] : sweep.points)
    points.emplace_back(static_cast<double>(tasks), static_cast<double>(bytes));
  const auto line = points.size() < points_for_slope ? std::nullopt : line_through(points);
  if (!line) {
    const Metric unknown = Metric::unknown(why_no_slope(sweep, runtime));
    return {unknown, unknown};
  }
  if (!line->r2) return {Metric::known(0), Metric::unknown("the memory was the same at every size")};
  const Metric r2 = Metric::known(*line->r2);
  if (*line->r2 < r2_for_slope) return {Metric::unknown("lost in the noise: see bytes_per_task_r2"), r2};
  return {Metric::known(line->slope), r2};
}

}  // namespace simul
