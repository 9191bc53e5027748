// Chains of steps that depend on each other: every step waits for something (a look-up, a page, a reply), and what it
// comes back with is what the next one needs. Within a chain nothing can overlap, between chains everything can: the
// chained coroutines of every asyncio tutorial, part1 -> part2.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "benchmarks/harness/work.hpp"

namespace chain {

using Clock = std::chrono::steady_clock;

struct Parameters {
  std::int64_t chains, steps;
  std::int64_t shortest_us = 1'000, longest_us = 5'000;

  std::size_t count() const { return static_cast<std::size_t>(chains); }
  std::size_t length() const { return static_cast<std::size_t>(steps); }

  // How long one step waits: seeded, the same for every contestant, and for a chain whatever their number.
  std::chrono::microseconds delay(std::size_t chain, std::size_t step) const {
    return std::chrono::microseconds(simul::seeded(chain * length() + step, shortest_us, longest_us));
  }
  std::chrono::microseconds delay_of_chain(std::size_t chain) const;
};

// What a chain begins with, another one in every run, and what a step makes of the result that it got.
std::string origin(std::uint64_t nonce, std::size_t chain);
std::string derive(std::size_t step, const std::string& from);
std::uint64_t hash(const std::string& result);

// What one step leaves behind: when it began and ended, by the spec's own readings of the clock, and the hash of its
// result. No pointers, so that processes can share it.
struct Link {
  Clock::time_point began{}, ended{};
  std::uint64_t result = 0;

  // Returns when the step is due.
  Clock::time_point begin(std::chrono::microseconds delay) {
    began = Clock::now();
    return began + delay;
  }
  std::string end(std::size_t step, const std::string& from) {
    ended = Clock::now();
    std::string derived = derive(step, from);
    result = hash(derived);
    return derived;
  }
};

using Answer = std::vector<Link>;  // chain after chain, each with its steps in order

// The links of one chain, to be filled in.
inline Link* links_of(Answer& links, const Parameters& p, std::size_t chain) {
  return links.data() + chain * p.length();
}

struct Workload {
  static constexpr std::string_view kind = "io", name = "chain";
  static constexpr std::string_view in_turn = "one chain after the other", waits = "steps were awaited",
                                    works = "";
  using Parameters = chain::Parameters;
  using Answer = chain::Answer;

  static constexpr std::array fields{std::pair{"chains", &Parameters::chains},
                                     std::pair{"steps", &Parameters::steps}};
  static constexpr std::array recorded{std::pair{"shortest_us", &Parameters::shortest_us},
                                       std::pair{"longest_us", &Parameters::longest_us}};
  static constexpr bool pure_waits = true;

  static std::vector<Parameters> points(std::string_view profile);

  static double units(const Parameters& p) { return static_cast<double>(p.chains * p.steps); }
  static std::size_t tasks(const Parameters& p) { return p.count(); }
  static std::size_t notes_per_task(const Parameters& p) { return 2 + 2 * p.length(); }

  static std::optional<std::string> verify(const Parameters& p, std::uint64_t nonce, const Answer& links);

  // The longest chain. Exact: chains do not depend on each other, and any number may wait at a time.
  static simul::LowerBounds bounds(const Parameters& p, unsigned, double);

  // One chain after the other would take minutes: only as many as take half a second, when all would take over 3 s.
  struct Prefix {
    Parameters parameters;
    double share;
  };
  static std::optional<Prefix> prefix(const Parameters& p);

  // Lateness adds up along a chain: the next step begins only when the runtime has taken up the result.
  static constexpr std::string_view latency_of = "lateness of steps", load = "closed";
  static void latencies(const Parameters& p, const Answer& links, auto record) {
    for (std::size_t i = 0; i < links.size(); ++i)
      record(links[i].ended - links[i].began - p.delay(i / p.length(), i % p.length()));
  }
};

}  // namespace chain
