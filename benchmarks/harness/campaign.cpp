#include "benchmarks/harness/campaign.hpp"

#include <algorithm>
#include <chrono>

#include "benchmarks/harness/work.hpp"

namespace simul {
namespace {

using Clock = std::chrono::steady_clock;

}  // namespace

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
          go_through(counted_runs(), schedule_.rounds, "counted", progress) &&
          go_through(memory_points(), schedule_.rounds, "memory", progress) &&
          go_through(kernels(), schedule_.rounds, "kernel", progress);
  complete_ = going;
  for (Result& result : results_) {
    if (result.status != Status::ok || !result.runs.empty()) continue;
    result.status = Status::interrupted;
    result.reason = "interrupted before its first run";
  }
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
    case Job::counted:
      order.pass = Pass::counted;
      order.repetitions = 1;
      return take_counts(result, executor_.carry_out(result.cell, order));
    case Job::observed:
      order.pass = Pass::observed;
      order.slow_s = schedule_.slow_s;
      order.tells_story = schedule_.traces;
      const Report report = executor_.carry_out(result.cell, order);
      result.account = report.account;
      if (report.account) result.observed_s = report.runs.at(0).wall_s;
      result.story = report.story;
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

// As with a memory point: counting slows a run down, and what is too much then is only not counted.
void Campaign::take_counts(Result& result, const Report& report) {
  result.created = report.created;
  result.uncounted = report.reason;
  if (report.status == Status::wrong_answer || report.status == Status::crashed)
    fail(result, report, "counted: ");
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
  const double kernel_s = report.kernel_s * result.cell.problem->kernel_calls();
  const Metric timed = report.status == Status::ok
                           ? Metric::known(kernel_s)
                           : Metric::unknown(std::string("the kernel was not timed: ") + report.reason);
  const auto [known, fresh] = kernel_s_.emplace(result.cell.problem_name(), timed);
  if (fresh || !timed.value) return;
  known->second = known->second.value ? Metric::known(std::min(*known->second.value, kernel_s)) : timed;
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
  if (steps[0].job == Job::counted) return left;
  for (const Step& step : counted_runs()) left += guess(step.job, step.cell);
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
