// What a campaign plans: which steps it wants, and in which order.
#include <algorithm>
#include <set>

#include "benchmarks/harness/campaign.hpp"
#include "benchmarks/harness/comparison.hpp"

namespace simul {
namespace {

// How many contestants of each problem may come to be ranked: whoever turns out to be slow, or wrong, is among them.
std::map<std::string, std::size_t> ranked_contestants(const std::vector<Result>& results) {
  std::map<std::string, std::size_t> ranked;
  for (const Result& result : results) {
    const bool counts = result.status == Status::ok && !result.extrapolated && !result.cell.swept &&
                        result.cell.contestant->runtime != "floor";
    ranked[result.cell.problem_name()] += counts;
  }
  return ranked;
}

// The length of the longest tasks of each sweep, by what its points have in common.
std::map<std::string, std::int64_t> longest_tasks(const std::vector<Result>& results) {
  std::map<std::string, std::int64_t> longest;
  for (const Result& result : results) {
    const auto place = place_in_sweep(result.cell);
    if (!place) continue;
    auto& most = longest.emplace(place->sweep, place->length).first->second;
    most = std::max(most, place->length);
  }
  return longest;
}

}  // namespace

Campaign::Campaign(std::vector<Cell> cells, Schedule schedule, Executor& executor,
                   const std::atomic<bool>& interrupted)
    : schedule_(schedule), executor_(executor), interrupted_(interrupted), random_(schedule.seed) {
  for (auto& cell : cells) {
    Result result{.cell = std::move(cell)};
    result.extrapolated = result.cell.contestant->name == "sequential" && result.cell.problem->prefix();
    if (result.cell.unsupported) {
      result.status = Status::unsupported;
      result.reason = result.cell.unsupported->reason;
    }
    results_.push_back(std::move(result));
  }
  const auto ranked = ranked_contestants(results_);
  for (Result& result : results_) {
    result.planned = schedule_.rounds;
    if (schedule_.as_few_as_rank)
      result.planned = std::min(result.planned, rounds_to_separate(ranked.at(result.cell.problem_name())));
  }
  const auto longest = longest_tasks(results_);
  for (Result& result : results_) {
    const auto place = schedule_.sweeps_in_brief ? place_in_sweep(result.cell) : std::nullopt;
    result.in_brief = result.cell.swept || (place && place->length < longest.at(place->sweep));
  }
}

// By its fastest run: a disturbed one does not make a cell slow.
bool Campaign::slow(const Result& result) const {
  const auto fastest = std::ranges::min_element(result.runs, {}, &Run::wall_s);
  return fastest != result.runs.end() && !result.extrapolated && fastest->wall_s > schedule_.slow_s;
}

// Whether the cell still wants a run in this round.
bool Campaign::wanted(const Result& result, unsigned number) const {
  if (result.status != Status::ok) return false;
  return number < ((slow(result) || result.extrapolated) ? schedule_.slow_rounds : result.planned);
}

std::vector<Campaign::Step> Campaign::shuffled(unsigned number, const std::function<bool(const Result&)>& wants) {
  std::vector<Step> steps;
  for (std::size_t i = 0; i < results_.size(); ++i) {
    if (!wants(results_[i])) continue;
    steps.push_back({Job::timed, i});
    if (wants_confinement(results_[i], number)) steps.push_back({Job::confined, i});
  }
  std::ranges::shuffle(steps, random_);
  return steps;
}

std::vector<Campaign::Step> Campaign::round(unsigned number) {
  return shuffled(number, [&](const Result& result) { return wanted(result, number); });
}

bool Campaign::wants_confinement(const Result& result, unsigned number) const {
  return !schedule_.bare && !result.in_brief && number < schedule_.confined_rounds &&
         result.cell.contestant->lanes != Lanes::one;
}

bool Campaign::wants_extra_rounds(const Result& result) const {
  return result.status == Status::ok && !result.cell.swept && !slow(result) && !result.extrapolated;
}

// Whole problems, so that the contestants can still be compared within each round.
std::vector<Campaign::Step> Campaign::extra_round(unsigned number) {
  std::set<std::string> problems;
  for (const Result& result : results_) {
    if (wants_extra_rounds(result) && stability(result).more_rounds_may_help)
      problems.insert(result.cell.problem_name());
  }
  return shuffled(number, [&](const Result& result) {
    return wants_extra_rounds(result) && problems.contains(result.cell.problem_name());
  });
}

Stability Campaign::stability(const Result& result) const {
  std::vector<Observation> observations;
  for (std::size_t i = 0; i < result.runs.size(); ++i) {
    const Run& run = result.runs[i];
    observations.push_back({result.rounds[i], run.wall_s, run.usage.involuntary_switches, run.conditions});
  }
  return stability_of(observations, {harness_cost_.clock_step_s, harness_cost_.wall_s.value.value_or(0)});
}

// Kernels are timed once per problem, before and after the rounds.
std::vector<Campaign::Step> Campaign::kernels() const {
  std::vector<Step> steps;
  if (schedule_.bare) return steps;
  std::set<std::string> problems;
  for (std::size_t i = 0; i < results_.size(); ++i) {
    const Cell& cell = results_[i].cell;
    if (results_[i].status == Status::ok && cell.problem->has_kernel() &&
        problems.insert(cell.problem_name()).second)
      steps.push_back({Job::kernel, i});
  }
  return steps;
}

// One observed run of each cell that has a journal, or child processes, whose memory is then followed. Not of a slow
// baseline, where it would cost as much as a round to see that one thing is done after the other; but if it is to be drawn.
bool Campaign::wants_observation(const Result& result) const {
  if (schedule_.bare || result.in_brief || result.status != Status::ok) return false;
  if (result.has_children) return true;
  if (slow(result) && result.cell.contestant->name == "sequential" && !schedule_.traces) return false;
  return result.cell.problem->tasks() && !result.extrapolated;
}

std::vector<Campaign::Step> Campaign::observations() const {
  std::vector<Step> steps;
  for (std::size_t i = 0; i < results_.size(); ++i) {
    if (wants_observation(results_[i])) steps.push_back({Job::observed, i});
  }
  return steps;
}

// A process for each point of each cell that has some; in a bare run only for the outermost two, because builds are
// compared by many of those. `sequential` does one task at a time: there is no slope over tasks in flight.
std::vector<Campaign::Step> Campaign::memory_points() const {
  std::vector<Step> steps;
  for (std::size_t i = 0; i < results_.size(); ++i) {
    const Cell& cell = results_[i].cell;
    if (results_[i].status != Status::ok || cell.swept || cell.contestant->runtime == "sequential") continue;
    const std::size_t points = cell.problem->memory_points().size();
    for (std::size_t point = 0; point < points; ++point) {
      if (!schedule_.bare || point == 0 || point + 1 == points) steps.push_back({Job::memory, i, point});
    }
  }
  return steps;
}

// Not of slow cells, where it would cost as much as a round; but always to compare builds, for on a busy machine every cell
// may be slow.
std::vector<Campaign::Step> Campaign::counted_runs() const {
  std::vector<Step> steps;
  for (std::size_t i = 0; i < results_.size(); ++i) {
    const Result& result = results_[i];
    if (result.status != Status::ok || result.extrapolated) continue;
    if (schedule_.bare || (!result.in_brief && !slow(result))) steps.push_back({Job::counted, i});
  }
  return steps;
}

}  // namespace simul
