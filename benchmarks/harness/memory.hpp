// Memory per task: what a process tree held while all tasks of a run were in flight, at several numbers of tasks. The
// slope is the price of one more; what the program needs anyway is the intercept, and so needs no measuring.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "benchmarks/harness/contestant.hpp"
#include "benchmarks/harness/isolate.hpp"
#include "benchmarks/harness/metrics.hpp"

namespace simul {

struct MemorySweep {
  struct Point {
    std::size_t tasks;
    std::int64_t bytes;
  };
  struct Hole {
    std::size_t tasks;
    std::string reason;
  };
  std::vector<Point> points;
  std::vector<Hole> left_out;
};

// The most that a look saw which began and ended within the window. None when there was no such look.
std::optional<std::int64_t> bytes_within(std::span<const MemorySample> samples, const Window& window);
std::string why_unseen(const Window& window);

// Slope in bytes and R2, over at least points_for_slope points: two make a perfect line of anything. No slope where the
// line explains less than half of how the points differ: that is a page more or less, and may come out below zero.
inline constexpr std::size_t points_for_slope = 3;
inline constexpr double r2_for_slope = 0.5;
std::pair<Metric, Metric> bytes_per_task(const MemorySweep& sweep, std::string_view runtime);

}  // namespace simul
