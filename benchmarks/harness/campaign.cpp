#include "benchmarks/harness/campaign.hpp"

#include <algorithm>
#include <chrono>
#include <set>

#include "benchmarks/harness/comparison.hpp"
#include "benchmarks/harness/work.hpp"

namespace simul {
namespace {

using Clock = std::chrono::steady_clock;

// How many contestants of each problem may come to be ranked: whoever turns out to be slow, or wrong, is among them.
std::map<std::string, std::size_t> ranked_contestants(const std::vector<Result>& results) {
  std::map<std::string, std::size_t> ranked;
  for (const Result& result : results) {
    const bool counts = result.status == Status::ok && !result.extrapolated && result.cell.contestant->runtime != "floor";
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
      result.reason = *result.cell.unsupported;
    }
    results_.push_back(std::move(result));
  }
  const auto ranked = ranked_contestants(results_);
  for (Result& result : results_) {
    result.planned = schedule_.rounds;
    if (schedule_.as_few_as_rank)
      result.planned = std::min(result.planned, rounds_to_separate(ranked.at(result.cell.problem_name())));
  }
  if (!schedule_.sweeps_in_brief) return;
  const auto longest = longest_tasks(results_);
  for (Result& result : results_) {
    if (const auto place = place_in_sweep(result.cell))
      result.in_brief = place->length < longest.at(place->sweep);
  }
}

void Campaign::run(const std::function<void(const Progress&)>& progress, const std::function<void()>& saved) {
  bool going = go_through(kernels(), 0, "kernel", progress);
  for (unsigned number = 0; going && number < schedule_.rounds; ++number) {
    const std::string what = "round " + std::to_string(number + 1) + '/' + std::to_string(schedule_.rounds);
    going = go_through(round(number), number, what, progress);
    if (going) saved();
  }
  for (unsigned extra = 0; going && extra < schedule_.extra_rounds; ++extra) {
    const unsigned number = schedule_.rounds + extra;
    const auto steps = extra_round(number);
    if (steps.empty()) break;
    const std::string what =
        "extra round " + std::to_string(extra + 1) + '/' + std::to_string(schedule_.extra_rounds);
    going = go_through(steps, number, what, progress);
    if (going) saved();
  }
  going = going && go_through(observations(), schedule_.rounds, "observed", progress) &&
          go_through(memory_points(), schedule_.rounds, "memory", progress) &&
          go_through(kernels(), schedule_.rounds, "kernel", progress);
  complete_ = going;
  for (Result& result : results_) {
    if (result.status != Status::ok || !result.runs.empty()) continue;
    result.status = Status::interrupted;
    result.reason = "interrupted before its first run";
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
  return result.status == Status::ok && !slow(result) && !result.extrapolated;
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
    if (results_[i].status == Status::ok && cell.problem->useful_cpu() == UsefulCpu::kernel &&
        problems.insert(cell.problem_name()).second)
      steps.push_back({Job::kernel, i});
  }
  return steps;
}

// One observed run of each cell that has a journal, or child processes, whose memory is then followed.
bool Campaign::wants_observation(const Result& result) const {
  if (schedule_.bare || result.in_brief || result.status != Status::ok) return false;
  return (result.cell.problem->tasks() && !result.extrapolated) || result.has_children;
}

std::vector<Campaign::Step> Campaign::observations() const {
  std::vector<Step> steps;
  for (std::size_t i = 0; i < results_.size(); ++i) {
    if (wants_observation(results_[i])) steps.push_back({Job::observed, i});
  }
  return steps;
}

// A process for each point of each cell that has some. `sequential` does one task at a time: there is no slope over
// tasks in flight.
std::vector<Campaign::Step> Campaign::memory_points() const {
  std::vector<Step> steps;
  if (schedule_.bare) return steps;
  for (std::size_t i = 0; i < results_.size(); ++i) {
    const Cell& cell = results_[i].cell;
    if (results_[i].status != Status::ok || cell.contestant->runtime == "sequential") continue;
    const std::size_t points = cell.problem->memory_points().size();
    for (std::size_t point = 0; point < points; ++point) steps.push_back({Job::memory, i, point});
  }
  return steps;
}

bool Campaign::go_through(const std::vector<Step>& steps, unsigned number, const std::string& what,
                          const std::function<void(const Progress&)>& progress) {
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const Step& step = steps[i];
    if (interrupted_) return false;
    if (results_[step.cell].status != Status::ok) continue;  // its other half failed in this round
    progress({results_[step.cell].cell.name, what, i, steps.size(), left_s(steps, i, number)});
    const auto start = Clock::now();
    carry_out(step, number);
    note_time(step, std::chrono::duration<double>(Clock::now() - start).count());
  }
  return !interrupted_;
}

void Campaign::note_time(const Step& step, double took_s) {
  took_s_[{static_cast<int>(step.job), step.cell}] = took_s;
  const Contestant& contestant = *results_[step.cell].cell.contestant;
  const auto job = static_cast<std::size_t>(step.job);
  spent_.by_job[job] += took_s;
  spent_.by_workload[contestant.kind + '/' + contestant.workload][job] += took_s;
}

void Campaign::carry_out(const Step& step, unsigned number) {
  Result& result = results_[step.cell];
  Order order{.pass = Pass::timed,
              .repetitions = schedule_.repetitions,
              .nonce = mix(mix(schedule_.seed + number) + step.cell) & 0xffffffff,
              .pin = schedule_.pin};
  if (step.job == Job::timed || step.job == Job::confined)
    order.slow_s = result.cell.problem->warms_up() ? schedule_.slow_s : 0;
  switch (step.job) {
    case Job::kernel:
      order.pass = Pass::kernel;
      return take_kernel(result, executor_.carry_out(result.cell, order));
    case Job::timed: return take(result, executor_.carry_out(result.cell, order), number);
    case Job::confined: {
      Cell alone = result.cell;
      alone.workers = 1;
      if (const auto at = alone.name.rfind("/workers:"); at != std::string::npos)
        alone.name.replace(at, std::string::npos, "/workers:1");
      const auto report = executor_.carry_out_confined(alone, order);
      if (!report) return;
      for (const Run& run : report->runs) {
        result.confined_s.push_back(run.wall_s);
        result.confined_rounds.push_back(number);
      }
      return fail(result, *report, "confined to one CPU: ");
    }
    case Job::memory:
      order.pass = Pass::memory;
      order.repetitions = 1;
      order.memory_point = step.memory_point;
      return take_memory_point(result, step.memory_point, executor_.carry_out(result.cell, order));
    case Job::observed:
      order.pass = Pass::observed;
      const Report report = executor_.carry_out(result.cell, order);
      result.account = report.account;
      if (report.account) result.observed_s = report.runs.at(0).wall_s;
      take_memory(result, report);
      return fail(result, report, "observed: ");
  }
}

void Campaign::take(Result& result, Report report, unsigned number) {
  for (Run& run : report.runs) {
    result.runs.push_back(std::move(run));
    result.rounds.push_back(number);
  }
  if (report.latency && !result.latency) result.latency.emplace();
  if (report.latency) *result.latency += *report.latency;
  for (auto& row : report.google_rows) result.google_rows.push_back(std::move(row));
  if (!report.google_context.empty() && google_context_.empty()) google_context_ = report.google_context;
  take_memory(result, report);
  fail(result, report, "");
}

void Campaign::take_memory(Result& result, const Report& report) {
  result.peak_memory_bytes = std::max(result.peak_memory_bytes, report.peak_memory_bytes);
  result.peak_tree_bytes = std::max(result.peak_tree_bytes, report.peak_tree_bytes);
  result.has_children |= report.has_children;
}

// What was too much at this size, or was not seen, leaves a hole; what was done wrong is as wrong as in any other run.
void Campaign::take_memory_point(Result& result, std::size_t point, const Report& report) {
  const std::size_t tasks = result.cell.problem->memory_points().at(point).tasks;
  if (report.bytes_together) {
    result.memory.points.push_back({tasks, *report.bytes_together});
  } else if (report.status == Status::wrong_answer || report.status == Status::crashed) {
    fail(result, report, "with its memory watched, " + std::to_string(tasks) + " tasks: ");
  } else {
    result.memory.left_out.push_back({tasks, report.reason});
  }
}

// One failed process is enough; but an interruption leaves standing what earlier rounds brought.
void Campaign::fail(Result& result, const Report& report, const std::string& where) {
  if (report.status == Status::ok || (report.status == Status::interrupted && !result.runs.empty())) return;
  result.status = report.status;
  result.reason = where + report.reason;
  if (failed_) failed_(result);
}

// The least of the calls before and after the rounds: foreign load can only lengthen a kernel.
void Campaign::take_kernel(const Result& result, const Report& report) {
  const double useful_s = report.kernel_s * result.cell.problem->kernel_calls();
  const Metric timed = report.status == Status::ok
                           ? Metric::known(useful_s)
                           : Metric::unknown(std::string("the kernel was not timed: ") + report.reason);
  const auto [known, fresh] = useful_s_.emplace(result.cell.problem_name(), timed);
  if (fresh || !timed.value) return;
  known->second = known->second.value ? Metric::known(std::min(*known->second.value, useful_s)) : timed;
}

// Seconds still to go: each step as long as it took last, or as the mean of all that are known.
double Campaign::left_s(const std::vector<Step>& steps, std::size_t from, unsigned number) const {
  double known = 0;
  for (const auto& [step, took] : took_s_) known += took;
  const double mean = took_s_.empty() ? 0.2 : known / static_cast<double>(took_s_.size());
  const auto guess = [&](Job job, std::size_t cell) {
    const auto took = took_s_.find({static_cast<int>(job), cell});
    return took == took_s_.end() ? mean : took->second;
  };
  double left = 0;
  for (std::size_t i = from; i < steps.size(); ++i) left += guess(steps[i].job, steps[i].cell);
  if (steps.empty() || steps[0].job == Job::memory) return left;
  for (const Step& step : memory_points()) left += guess(step.job, step.cell);
  if (steps[0].job == Job::observed) return left;
  for (std::size_t i = 0; i < results_.size(); ++i) {
    const Result& result = results_[i];
    const unsigned first = steps[0].job == Job::kernel ? 0 : number + 1;
    for (unsigned later = first; later < schedule_.rounds && wanted(result, later); ++later) {
      left += guess(Job::timed, i);
      if (wants_confinement(result, later)) left += guess(Job::confined, i);
    }
    if (wants_observation(result)) left += guess(Job::observed, i);
  }
  return left;
}

}  // namespace simul
