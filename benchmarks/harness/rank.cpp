#include <algorithm>
#include <cmath>
#include <limits>

#include "benchmarks/harness/comparison.hpp"
#include "benchmarks/harness/role.hpp"
#include "benchmarks/harness/statistics.hpp"

namespace simul {
namespace {

constexpr double alpha = 0.05;

// Log-ratios a/b over the rounds that both have.
std::vector<double> paired(const Result& a, const Result& b) {
  std::vector<double> differences;
  const auto other = wall_by_round(b);
  for (const auto& [round, wall] : wall_by_round(a)) {
    const auto same = std::ranges::find(other, round, &std::pair<unsigned, double>::first);
    if (same != other.end()) differences.push_back(std::log(wall / same->second));
  }
  return differences;
}

// Why a standing takes no part; empty: it does.
std::string why_unranked(const Standing& s) {
  if (s.result->status != Status::ok) return "it did not run or was not right";
  const Role role = role_of(s.result->cell.contestant->runtime);
  if (role == Role::floor) return "the floor is a yardstick, not a contestant";
  if (role == Role::reference) return "a reference is measured beside the contestants, not ranked among them";
  if (s.result->extrapolated) return "extrapolated";
  if (!s.faults.empty()) return s.faults.front();
  if (wall_by_round(*s.result).size() < rounds_to_rank)
    return "fewer than " + std::to_string(rounds_to_rank) + " rounds: no paired test";
  return {};
}

struct Test {
  double p;        // two-sided
  bool is_slower;  // the first of the two
};

Test compare(const Standing& a, const Standing& b) {
  auto differences = paired(*a.result, *b.result);
  const double slower = signed_rank_p(differences);
  for (double& d : differences) d = -d;
  const double faster = signed_rank_p(differences);
  return {std::min(1.0, 2 * std::min(slower, faster)), slower < faster};
}

// Whether `rounds` that all agree would survive the correction for so many comparisons.
bool can_separate(std::size_t comparisons, std::size_t rounds) {
  return static_cast<double>(comparisons) * 2 * std::pow(0.5, static_cast<double>(rounds)) < alpha;
}

// By all pairs at once: the leader is chosen by the same rounds, and so to correct for the comparisons with it alone
// would find somebody slower too often (in 5.5 % of fields of eight that are alike, instead of 1.3 %).
void set_ranks_and_verdicts(const std::vector<Standing*>& field) {
  std::vector<double> p;
  std::vector<std::size_t> slower;  // index of the slower one of each pair
  for (std::size_t i = 1; i < field.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const Test test = compare(*field[i], *field[j]);
      p.push_back(test.p);
      slower.push_back(test.is_slower ? i : j);
    }
  }
  std::vector<double> ranks(field.size(), 1);
  p = holm(p);
  for (std::size_t pair = 0; pair < p.size(); ++pair) ranks[slower[pair]] += p[pair] < alpha;
  for (std::size_t i = 0; i < field.size(); ++i) {
    const std::size_t with_leader = i * (i - 1) / 2;  // the pair of i and 0
    field[i]->rank = Metric::known(ranks[i]);
    field[i]->verdict = i == 0                                               ? "leader"
                        : p[with_leader] < alpha && slower[with_leader] == i ? "slower"
                                                                             : "not separated";
  }
}

}  // namespace

std::vector<std::pair<unsigned, double>> wall_by_round(const Result& result) {
  std::vector<std::pair<unsigned, double>> by_round;
  for (std::size_t i = 0; i < result.runs.size();) {
    std::vector<double> same;
    const unsigned round = result.rounds[i];
    for (; i < result.runs.size() && result.rounds[i] == round; ++i) same.push_back(result.runs[i].wall_s);
    by_round.emplace_back(round, median(same));
  }
  return by_round;
}

unsigned rounds_to_separate(std::size_t contestants) {
  unsigned rounds = rounds_to_rank;
  while (!can_separate(contestants * (contestants - 1) / 2, rounds)) ++rounds;
  return rounds;
}

void rank(std::vector<Standing>& standings) {
  std::vector<Standing*> field;
  std::size_t rounds = std::numeric_limits<std::size_t>::max();
  for (Standing& s : standings) {
    const std::string reason = why_unranked(s);
    s.rank = Metric::unknown(reason);
    if (!reason.empty()) continue;
    field.push_back(&s);
    rounds = std::min(rounds, wall_by_round(*s.result).size());
  }
  if (field.empty()) return;
  std::ranges::sort(field, {}, &Standing::wall_s);
  const std::size_t pairs = field.size() * (field.size() - 1) / 2;
  if (can_separate(pairs, rounds)) return set_ranks_and_verdicts(field);
  const std::string reason = std::to_string(rounds) + " rounds cannot separate " +
                             std::to_string(field.size()) + " contestants: run more rounds";
  for (Standing* s : field) s->rank = Metric::unknown(reason);
}

}  // namespace simul
