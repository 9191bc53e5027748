// Who won, by how much, and why: everything that is said about a cell in relation to the others of its
// problem.
#pragma once

#include <array>
#include <string_view>

#include "benchmarks/harness/campaign.hpp"
#include "benchmarks/harness/intervals.hpp"
#include "benchmarks/harness/metrics.hpp"

namespace simul {

// One contestant within one problem. Metrics are empty unless the status is ok.
struct Standing {
  const Result* result;
  NamedMetrics metrics;
  Metric rank;                        // 1 + the number of contestants that are significantly faster
  std::string verdict;                // "leader", "slower", "not separated", or "" when it cannot be tested
  std::string sentence;               // the result in words
  double wall_s = 0, cpu_s = 0;       // medians
  Stability stability;                // unknown unless the status is ok
  std::vector<std::string> faults;    // see doubts.hpp; not ranked
  std::vector<std::string> cautions;  // see doubts.hpp
  std::optional<std::pair<double, double>> wall_interval;  // of the median, 95 %, over rounds
  NamedIntervals intervals;  // of the metrics that are known and have a spread; see intervals.hpp
};

// All contestants of one workload at one point of its parameters, in registry order.
struct Comparison {
  std::string kind, workload;
  Values parameters;
  std::string baseline;       // "measured", "extrapolated" or "none"
  std::string no_baseline = "`sequential` has no verified run";  // why it is "none", if it is
  std::string useful_cpu;     // "none", "kernel" or "baseline": where C comes from
  unsigned extra_rounds = 0;  // because a cell was unstable after the planned ones
  std::vector<Standing> standings;
  std::vector<Standing> swept;  // pools among them with other counts of workers; not ranked: see scaling.hpp
  std::optional<std::string> ideal_binding;  // which term of the ideal won
  std::string no_binding;                    // why there is none
  Metric useful_s;                           // C
};

// Of a cell's latency, in the JSON and (as latency_..._us) among its metrics.
inline constexpr std::array<std::pair<std::string_view, double>, 4> latency_percentiles{
    {{"p50", 50}, {"p90", 90}, {"p99", 99}, {"p99_9", 99.9}}};

// A paired test over fewer rounds than this has no power to speak of.
inline constexpr std::size_t rounds_to_rank = 10;

std::vector<Comparison> compare(const Campaign& campaign, unsigned cpus);

// `sequential` or `floor` among the standings if it ran and was right, or null. A variant is no yardstick.
const Standing* yardstick(const std::vector<Standing>& standings, std::string_view name);

// The fewest rounds, at least rounds_to_rank, that can tell so many contestants apart at all: should all of them agree.
unsigned rounds_to_separate(std::size_t contestants);

// How many CPUs could be at work for it at a time.
unsigned lanes_of(const Cell& cell, unsigned cpus);

// Wall times by round (the median of a round's repetitions): the unit of every paired test.
std::vector<std::pair<unsigned, double>> wall_by_round(const Result& result);

// Fills rank and verdict: two-sided signed-rank tests on the log-ratios of common rounds, Holm over all pairs, at 5 %.
// The verdict is what the pair with the leader, the least median, came to. Where so few rounds and so many contestants
// meet that not even unanimous rounds could separate two of them, both are left out.
void rank(std::vector<Standing>& standings);

}  // namespace simul
