// Many sleepers, all awaited: the purest concurrency there is. Each leaves when it fell asleep and woke. With
// `state_bytes` each has something in hand before its nap that it needs after it: what a task in flight holds in
// earnest, and every runtime has its own place for.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "benchmarks/harness/work.hpp"

namespace gather {

using Clock = std::chrono::steady_clock;

struct Parameters {
  std::int64_t sleepers;
  std::int64_t state_bytes = 0;  // one of those that with_state knows
  std::int64_t shortest_us = 15'000, longest_us = 45'000;

  // All sleep at once, to have their memory looked at: naps of one length, which all must have begun within.
  bool together() const { return shortest_us == longest_us; }

  // The i-th sleeper's nap: seeded, the same for every contestant.
  std::chrono::microseconds nap(std::size_t i) const {
    return std::chrono::microseconds(simul::seeded(i, shortest_us, longest_us));
  }
};

// Live state across a nap: a local on a stack, a member of a coroutine's frame, or what a handle points to.
// Not initialised.
template <std::size_t bytes>
using State = std::array<std::uint64_t, bytes / sizeof(std::uint64_t)>;
using StateView = std::span<std::uint64_t>;

// Calls `body` with the number of bytes as a type, so that locals can have that size.
void with_state(const Parameters& p, auto body) {
  if (p.state_bytes == 65'536) return body(std::integral_constant<std::size_t, 65'536>());
  if (p.state_bytes == 4'096) return body(std::integral_constant<std::size_t, 4'096>());
  body(std::integral_constant<std::size_t, 0>());
}

// Every word of a state is written from the stamp, and its digest needs every word. In a file of their own: a compiler
// that saw both could do without the memory.
void write(StateView state, std::uint64_t stamp);
std::uint64_t digest(std::span<const std::uint64_t> state);
std::uint64_t digest_of_written(std::int64_t state_bytes, std::uint64_t stamp);

// What a sleeper leaves behind: when it fell asleep and when it was up again, by the spec's own
// readings of the clock. The stamp is different in every run and needs both, and the state that was held in between:
// no old wake-up passes for a new one, and no state for another one.
struct Wake {
  Clock::time_point asleep{}, awake{};
  std::uint64_t stamp = 0;

  // Returns when the sleeper is due.
  Clock::time_point fall_asleep(const Parameters& p, std::uint64_t nonce, std::size_t sleeper,
                                StateView state = {}) {
    stamp = simul::mix(nonce) + sleeper;
    write(state, stamp);
    asleep = Clock::now();
    return asleep + p.nap(sleeper);
  }
  void up(std::span<const std::uint64_t> state = {}) {
    awake = Clock::now();
    stamp = simul::mix(stamp ^ digest(state));
  }
};

// A sleeper whose wait is a call that returns when it is due, and that holds its state on its stack.
template <std::size_t bytes>
void sleep(const Parameters& p, std::uint64_t nonce, std::size_t sleeper, Wake& wake, auto& probe, auto until) {
  State<bytes> state;
  probe.begin(sleeper);
  probe.wait(sleeper, p.nap(sleeper));
  until(wake.fall_asleep(p, nonce, sleeper, state));
  wake.up(state);
  probe.wake(sleeper);
  probe.end(sleeper);
}

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

  static constexpr std::array fields{std::pair{"sleepers", &Parameters::sleepers},
                                     std::pair{"state_bytes", &Parameters::state_bytes}};
  static constexpr std::array recorded{std::pair{"shortest_us", &Parameters::shortest_us},
                                       std::pair{"longest_us", &Parameters::longest_us}};
  static constexpr bool pure_waits = true;

  static std::vector<Parameters> points(std::string_view profile) {
    if (profile == "smoke") return {{10}, {1'000}, {10, 4'096}};
    if (profile == "quick") return {{100}, {10'000}};
    return {{1}, {10}, {100}, {1'000}, {10'000}, {100'000}, {1'000'000}, {1'000, 4'096}, {1'000, 65'536}};
  }

  static double units(const Parameters& p) { return static_cast<double>(p.sleepers); }
  static std::size_t tasks(const Parameters& p) { return static_cast<std::size_t>(p.sleepers); }
  static std::size_t notes_per_task(const Parameters&) { return 4; }

  static std::optional<std::string> verify(const Parameters& p, std::uint64_t nonce, const Answer& wakes) {
    if (wakes.size() != tasks(p)) return std::to_string(wakes.size()) + " sleepers answered";
    for (std::size_t i = 0; i < wakes.size(); ++i) {
      const std::uint64_t asleep = simul::mix(nonce) + i;
      if (wakes[i].stamp != simul::mix(asleep ^ digest_of_written(p.state_bytes, asleep)))
        return "sleeper " + std::to_string(i) + " did not wake in this run";
      const auto late = lateness(p, wakes[i], i);
      if (late.count() < 0)
        return "sleeper " + std::to_string(i) + " woke " + std::to_string(-late.count()) + " ns early";
    }
    return std::nullopt;
  }

  // Nobody is done before the longest nap is over. Exact: there is no limit to how many may sleep at a time.
  static simul::LowerBounds bounds(const Parameters& p, unsigned, double) {
    std::chrono::microseconds longest{};
    for (std::size_t i = 0; i < tasks(p); ++i) longest = std::max(longest, p.nap(i));
    return {{"longest_nap", std::chrono::duration<double>(longest).count()}};
  }

  // One after the other would take minutes: only as many sleepers as nap for half a second, when all would nap for
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
      if (part < 500ms) part += p.nap(i), ++sleepers;
      all += p.nap(i);
    }
    if (all <= 3s) return std::nullopt;
    return Prefix{{sleepers, p.state_bytes},
                  std::chrono::duration<double>(part) / std::chrono::duration<double>(all)};
  }

  static constexpr std::string_view latency_of = "lateness of wake-ups", load = "closed";
  static void latencies(const Parameters& p, const Answer& wakes, auto record) {
    for (std::size_t i = 0; i < wakes.size(); ++i) record(lateness(p, wakes[i], i));
  }

  // To predict what many would take beside their naps: some that are up again as soon as they are asleep.
  static constexpr std::string_view counted = "sleepers";
  static Parameters of_size(const Parameters& p, std::int64_t sleepers) { return {sleepers, p.state_bytes, 0, 0}; }

  // Naps of one length, long enough to start all sleepers in (a fork takes a quarter of a millisecond) and to be looked
  // at. Below a hundred sleepers a page more or less hides what one of them takes.
  static std::vector<Parameters> memory_points(const Parameters& p) {
    std::vector<Parameters> points;
    if (p.sleepers < 100) return points;
    const std::int64_t some = std::min<std::int64_t>(p.sleepers, 500);
    for (const std::int64_t sleepers : {some / 4, some / 2, some, std::int64_t{10'000}}) {
      if (sleepers > p.sleepers) break;
      const std::int64_t nap_us = 60'000 + 500 * std::min<std::int64_t>(sleepers, 1'000);
      points.push_back({sleepers, p.state_bytes, nap_us, nap_us});
    }
    return points;
  }
  static std::pair<Clock::time_point, Clock::time_point> together(const Parameters&, const Answer& wakes) {
    return {std::ranges::max(wakes, {}, &Wake::asleep).asleep,
            std::ranges::min(wakes, {}, &Wake::awake).awake};
  }
};

}  // namespace gather
