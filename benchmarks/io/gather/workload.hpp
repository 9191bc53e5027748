// Many sleepers, all awaited: the purest concurrency there is. Each leaves when it fell asleep and woke.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "benchmarks/harness/work.hpp"

namespace gather {

using Clock = std::chrono::steady_clock;

struct Parameters {
  std::int64_t sleepers;
  std::int64_t shortest_us = 20'000, longest_us = 60'000;

  // The i-th sleeper's nap: seeded, the same for every contestant.
  std::chrono::microseconds nap(std::size_t i) const {
    return std::chrono::microseconds(simul::seeded(i, shortest_us, longest_us));
  }
};

// What a sleeper leaves behind: when it fell asleep and when it was up again, by the spec's own
// readings of the clock. The stamp is different in every run and needs both: no old wake-up passes for
// a new one.
struct Wake {
  Clock::time_point asleep{}, awake{};
  std::uint64_t stamp = 0;

  // Returns when the sleeper is due.
  Clock::time_point fall_asleep(const Parameters& p, std::uint64_t nonce, std::size_t sleeper) {
    stamp = simul::mix(nonce) + sleeper;
    asleep = Clock::now();
    return asleep + p.nap(sleeper);
  }
  void up() {
    awake = Clock::now();
    stamp = simul::mix(stamp);
  }
};

// Below zero: early.
inline std::chrono::nanoseconds lateness(const Parameters& p, const Wake& wake, std::size_t sleeper) {
  return wake.awake - wake.asleep - p.nap(sleeper);
}

using Answer = std::vector<Wake>;

struct Workload {
  static constexpr std::string_view kind = "io", name = "gather";
  static constexpr std::string_view in_turn = "one sleeper after the other",
                                    waits = "sleepers were waited for", works = "";
  using Parameters = gather::Parameters;
  using Answer = gather::Answer;

  static constexpr std::array fields{std::pair{"sleepers", &Parameters::sleepers}};
  static constexpr std::array recorded{std::pair{"shortest_us", &Parameters::shortest_us},
                                       std::pair{"longest_us", &Parameters::longest_us}};
  static constexpr bool pure_waits = true;

  static std::vector<Parameters> points(std::string_view profile) {
    if (profile == "smoke") return {{10}, {1'000}};
    if (profile == "quick") return {{100}, {10'000}};
    return {{1}, {10}, {100}, {1'000}, {10'000}, {100'000}, {1'000'000}};
  }

  static double units(const Parameters& p) { return static_cast<double>(p.sleepers); }
  static std::size_t tasks(const Parameters& p) { return static_cast<std::size_t>(p.sleepers); }
  static std::size_t notes_per_task(const Parameters&) { return 4; }

  static std::optional<std::string> verify(const Parameters& p, std::uint64_t nonce, const Answer& wakes) {
    if (wakes.size() != tasks(p)) return std::to_string(wakes.size()) + " sleepers answered";
    for (std::size_t i = 0; i < wakes.size(); ++i) {
      if (wakes[i].stamp != simul::mix(simul::mix(nonce) + i))
        return "sleeper " + std::to_string(i) + " did not wake in this run";
      const auto late = lateness(p, wakes[i], i);
      if (late.count() < 0)
        return "sleeper " + std::to_string(i) + " woke " + std::to_string(-late.count()) + " ns early";
    }
    return std::nullopt;
  }

  // Nobody is done before the longest nap is over. Exact: there is no limit to how many may sleep at a time.
  static double ideal_s(const Parameters& p, unsigned, double) {
    std::chrono::microseconds longest{};
    for (std::size_t i = 0; i < tasks(p); ++i) longest = std::max(longest, p.nap(i));
    return std::chrono::duration<double>(longest).count();
  }
  static std::array<std::pair<std::string_view, double>, 1> bounds(const Parameters& p, unsigned cpus,
                                                                   double useful_s) {
    return {{{"longest_nap", ideal_s(p, cpus, useful_s)}}};
  }

  // One after the other would take minutes: only as many sleepers as nap for 1.2 s, when all would nap for
  // over 3 s.
  struct Prefix {
    Parameters parameters;
    double share;
  };
  static std::optional<Prefix> prefix(const Parameters& p) {
    using namespace std::chrono_literals;
    std::chrono::microseconds all{}, part{};
    std::int64_t sleepers = 0;
    for (std::size_t i = 0; i < tasks(p); ++i) {
      if (part < 1200ms) part += p.nap(i), ++sleepers;
      all += p.nap(i);
    }
    if (all <= 3s) return std::nullopt;
    return Prefix{{sleepers}, std::chrono::duration<double>(part) / std::chrono::duration<double>(all)};
  }

  static std::vector<std::pair<std::string, double>> counters(const Parameters& p, const Answer& wakes) {
    std::vector<double> late_us;
    for (std::size_t i = 0; i < wakes.size(); ++i)
      late_us.push_back(1e-3 * static_cast<double>(lateness(p, wakes[i], i).count()));
    std::ranges::sort(late_us);
    const auto at = [&](double share) {
      return late_us[static_cast<std::size_t>(share * static_cast<double>(late_us.size() - 1))];
    };
    std::vector<std::pair<std::string, double>> late{{"late_p50_us", at(0.5)}, {"late_max_us", at(1)}};
    if (late_us.size() >= 100) late.insert(late.begin() + 1, {"late_p99_us", at(0.99)});
    return late;
  }
};

}  // namespace gather
