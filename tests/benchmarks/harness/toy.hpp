// A small workload for the harness's own tests: it has everything that a spec may have, and costs nothing.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "benchmarks/harness/work.hpp"

namespace toy {

struct Parameters {
  std::int64_t tasks, shift;
  std::int64_t steps = 0;

  void calibrate(std::int64_t steps_per_us) { steps = 2 * steps_per_us; }
};

using Answer = std::vector<std::uint64_t>;  // one number per task

struct Workload {
  static constexpr std::string_view kind = "cpu", name = "toy";
  static constexpr std::string_view in_turn = "one task at a time", waits = "tasks waited",
                                    works = "a core toyed";
  using Parameters = toy::Parameters;
  using Answer = toy::Answer;

  static constexpr std::array fields{std::pair{"tasks", &Parameters::tasks},
                                     std::pair{"shift", &Parameters::shift}};
  static constexpr std::array recorded{std::pair{"steps", &Parameters::steps}};

  static std::vector<Parameters> points(std::string_view profile) {
    if (profile == "smoke") return {{3, 1}};
    if (profile == "quick") return {{3, 1}, {4, 2}};
    return {{3, 1}, {4, 2}, {5, 3}};
  }

  static std::uint64_t right(const Parameters& p, std::uint64_t nonce, std::size_t task) {
    return simul::work_answer(nonce + task + static_cast<std::uint64_t>(p.shift), p.steps);
  }
  static std::optional<std::string> verify(const Parameters& p, std::uint64_t nonce, const Answer& answer) {
    if (answer.size() != tasks(p)) return std::to_string(answer.size()) + " tasks answered";
    for (std::size_t task = 0; task < answer.size(); ++task) {
      if (answer[task] != right(p, nonce, task)) return "task " + std::to_string(task) + " is wrong";
    }
    return std::nullopt;
  }

  static double units(const Parameters& p) { return static_cast<double>(p.tasks); }
  static std::size_t tasks(const Parameters& p) { return static_cast<std::size_t>(p.tasks); }
  static std::size_t notes_per_task(const Parameters&) { return 2; }
  static std::uint64_t kernel(const Parameters& p) { return simul::work(1, p.steps); }
  static double kernel_calls(const Parameters& p) { return static_cast<double>(p.tasks); }
  static simul::LowerBounds bounds(const Parameters& p, unsigned cpus, double kernel_s) {
    return {{"work", kernel_s / cpus}, {"longest_task", kernel_s / units(p)}};
  }
  // With no shift its tasks would wait for a second each, with one below that for a second more.
  static constexpr std::string_view grain = "shift";
  static double at_once(const Parameters& p) { return units(p); }
  static std::optional<double> waited_s(const Parameters& p) {
    if (p.shift > 0) return std::nullopt;
    return units(p) * static_cast<double>(1 - p.shift);
  }
  // As many microseconds as the number of its task.
  static constexpr std::string_view latency_of = "toy latencies", load = "open";
  static void latencies(const Parameters&, const Answer& answer, auto record) {
    for (std::size_t task = 0; task < answer.size(); ++task) record(std::chrono::microseconds(task));
  }
  static std::vector<Parameters> memory_points(const Parameters& p) {
    std::vector<Parameters> points;
    for (std::int64_t some = 1; some <= p.tasks; ++some) points.push_back({some, p.shift, p.steps});
    return points;
  }
  static std::pair<std::chrono::steady_clock::time_point, std::chrono::steady_clock::time_point> together(
      const Parameters&, const Answer& answer) {
    using namespace std::chrono_literals;
    return {std::chrono::steady_clock::time_point(1s),
            std::chrono::steady_clock::time_point(1s * answer.size())};
  }
  static std::vector<std::pair<std::string, double>> counters(const Parameters& p, const Answer& answer) {
    return {{"answers", static_cast<double>(answer.size())},
            {"shift", static_cast<double>(p.shift)},
            {"unknown", std::numeric_limits<double>::quiet_NaN()}};
  }
};

}  // namespace toy
