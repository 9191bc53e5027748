// Whether a cell's rounds agree with each other, and what may have come between them. Pure functions; nothing is
// dropped for what they say.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "benchmarks/harness/conditions.hpp"

namespace simul {

// One verified run, as far as its stability is concerned.
struct Observation {
  unsigned round;
  double wall_s;
  std::int64_t involuntary_switches;
  Conditions conditions;
};

// What the clock and the harness add to a time: below 1000 steps of the one, or 20 times the other, it is too short.
struct Resolution {
  double clock_step_s = 0, harness_s = 0;
};

struct Stability {
  enum class Verdict { stable, unstable, unknown };
  Verdict verdict = Verdict::unknown;
  std::vector<std::string> reasons;       // why unstable, or why unknown; empty when stable
  std::vector<std::string> disturbed_by;  // "steal", "foreign load", "throttling", "involuntary switches"
  bool more_rounds_may_help = false;      // false for what is too short, however often it is run
};

inline constexpr std::size_t rounds_to_judge = 5;

// In the order in which the runs were made. Unstable: the interquartile range of the rounds is over 5 % of their median;
// they drift (Spearman's rank correlation of wall time with the round, p < 0.01, and the last third differs from the
// first by over 2 %); the first round, or the first run of each process, takes over 10 % longer than all, or than the
// others; a run is too short. Unknown below `rounds_to_judge` rounds.
Stability stability_of(std::span<const Observation> runs, const Resolution& resolution);

// Interquartile range over median, quartiles interpolated (Hyndman and Fan's type 7). Throws std::invalid_argument
// for an empty sample.
double relative_spread(std::vector<double> sample);

// Two-sided p of Spearman's rank correlation, and its sign; ties get mean ranks. Exact by enumeration up to 8 pairs,
// beyond that by the Edgeworth series of Best and Roberts (Applied Statistics 24, 1975, algorithm AS 89), good to
// 0.001. p is 1 below 4 pairs, or when one side is constant.
struct RankCorrelation {
  double rho = 0, p = 1;
};
RankCorrelation rank_correlation(std::span<const double> x, std::span<const double> y);

// The least difference between two readings of the clock that differ, of 1000. Takes some 50 us.
double clock_step_s();

const char* name_of(Stability::Verdict verdict);

}  // namespace simul
