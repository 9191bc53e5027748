#include "benchmarks/harness/carry_out.hpp"

#include <signal.h>
#include <sys/prctl.h>
#include <time.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <new>
#include <set>
#include <system_error>
#include <utility>

#include "benchmarks/harness/created.hpp"
#include "benchmarks/harness/google_benchmark.hpp"
#include "benchmarks/harness/process_tree.hpp"
#include "benchmarks/harness/work.hpp"
#include "runtimes/os/placement.hpp"

namespace simul {
namespace {

using Clock = std::chrono::steady_clock;

// Runs a trial again and again, each time with another nonce, and keeps the verified runs.
class Runner {
 public:
  Runner(Trial& trial, std::uint64_t nonce) : trial_(trial), nonce_(nonce) {}

  // One run; none, with fault() saying why, when the answer is wrong. From the outside in: what the machine did, what
  // the process tree used, the clock.
  std::optional<Run> once() {
    trial_.forget();
    nonce_ = mix(nonce_);
    const Machine::Reading machine = machine_.read(Machine::Edge::start);
    const double counterparts_before_s = cpu_of_counterparts_s();
    const Usage before = usage_of_tree(Edge::start);
    start_ = Clock::now();
    trial_.run(nonce_);
    const auto wall = Clock::now() - start_;
    const Usage used = usage_of_tree(Edge::end) - before;
    const double counterparts_s = cpu_of_counterparts_s() - counterparts_before_s;
    const Conditions conditions =
        machine_.between(machine, machine_.read(Machine::Edge::end), used.cpu_s + counterparts_s);
    fault_ = trial_.verify();
    if (fault_) return std::nullopt;
    return Run{std::chrono::duration<double>(wall).count(), used, trial_.counters(), conditions};
  }
  const std::optional<std::string>& fault() const { return fault_; }
  Clock::time_point start() const { return start_; }  // of the last run

 private:
  Trial& trial_;
  std::uint64_t nonce_;
  Machine machine_;
  Clock::time_point start_;
  std::optional<std::string> fault_;
};

void time(const Cell& cell, const Problem& problem, const Order& order, Report& report) {
  const auto trial = cell.contestant->set_up(problem, cell.workers, nullptr);
  os::place(0);  // this thread, and only now: what the set-up started was not to inherit its CPU
  Runner runner(*trial, order.nonce);
  if (problem.latency()) report.latency.emplace();
  std::optional<Run> ready = runner.once();
  if (ready && ready->wall_s < order.slow_s) ready.reset();  // it was the warm-up
  if (!runner.fault()) {
    auto google = time_with_google_benchmark(
        cell.name, problem.units(), order.repetitions, [&]() -> std::optional<double> {
          const auto run = ready ? std::exchange(ready, std::nullopt) : runner.once();
          if (!run) return std::nullopt;
          report.runs.push_back(*run);
          if (report.latency) trial->latencies(*report.latency);
          return run->wall_s;
        });
    report.google_rows = std::move(google.rows);
    report.google_context = std::move(google.context);
  }
  if (const auto& fault = runner.fault()) report.status = Status::wrong_answer, report.reason = *fault;
  report.has_children = ever_had_children();
}

std::size_t lanes_of(const Journal& journal) {
  std::set<std::uint32_t> lanes;
  for (std::size_t task = 0; task < journal.tasks(); ++task) {
    for (const Note& note : journal.of(task)) lanes.insert(note.lane);
  }
  return lanes.size();
}

// Whether even the longest journal would not disturb the shortest run that is not repeated because it was slow.
bool surely_affordable(const Cell& cell, const Problem& problem, double slow_s) {
  const Lanes lanes = cell.contestant->lanes;
  const std::size_t most = lanes == Lanes::one       ? 1
                           : lanes == Lanes::workers ? cell.workers + 1
                                                     : problem.tasks();
  return clocks_affordable(problem.tasks() * problem.notes_per_task(), most, slow_s, 1);
}

Story story_of(const Journal& journal, Clock::time_point start) {
  Story story{.start_ns = start.time_since_epoch().count(), .tasks = {}};
  for (std::size_t task = 0; task < journal.tasks(); ++task)
    story.tasks.emplace_back(journal.of(task).begin(), journal.of(task).end());
  return story;
}

void observe(const Cell& cell, const Problem& problem, const Order& order, Report& report) {
  Journal journal(problem.tasks(), problem.notes_per_task());
  journal.read_clocks(surely_affordable(cell, problem, order.slow_s));
  const auto trial = cell.contestant->set_up(problem, cell.workers, problem.tasks() ? &journal : nullptr);
  os::place(0);
  Runner runner(*trial, order.nonce);
  auto run = runner.once();  // the warm-up, unless it was slow
  if (run && run->wall_s < order.slow_s) {
    journal.read_clocks(
        clocks_affordable(journal.written(), lanes_of(journal), run->wall_s, limits_of_this_machine().cpus));
    journal.clear();
    run = runner.once();
  }
  report.has_children = ever_had_children();
  if (!run) {
    report.status = Status::wrong_answer;
    report.reason = *runner.fault();
    return;
  }
  report.runs.push_back(*run);
  if (problem.tasks() == 0) return;
  report.account = account(journal, {.wall = std::chrono::nanoseconds(std::llround(run->wall_s * 1e9)),
                                     .lanes = cell.contestant->lanes,
                                     .silent_waits = problem.useful_cpu() == UsefulCpu::baseline});
  if (order.tells_story) report.story = story_of(journal, runner.start());
}

// No warm-up: what an earlier run left behind would be taken for what this one needs.
void hold(const Cell& cell, const Order& order, Report& report) {
  const auto points = cell.problem->memory_points();
  const Problem& problem = *points.at(order.memory_point).problem;
  Limits limits = limits_of_this_machine();
  limits.workers = cell.workers;
  if (const auto why = cell.contestant->unsupported(problem, limits)) {
    report.status = Status::unsupported;
    report.reason = why->reason;
    return;
  }
  const auto trial = cell.contestant->set_up(problem, cell.workers, nullptr);
  Runner runner(*trial, order.nonce);
  const auto run = runner.once();
  report.has_children = ever_had_children();
  if (run) {
    report.runs.push_back(*run);
    report.together = trial->together();
  } else {
    report.status = Status::wrong_answer;
    report.reason = *runner.fault();
  }
}

// From before the set-up, so that the threads of a pool are among what is counted. No warm-up: pools and arenas that a
// first run makes are needed too.
void count(const Cell& cell, const Problem& problem, const Order& order, Report& report) {
  const auto before = created_so_far();
  if (!before) {
    report.status = Status::unsupported;
    report.reason = why_uncounted();
    return;
  }
  const auto trial = cell.contestant->set_up(problem, cell.workers, nullptr);
  os::place(0);
  trial->forget();
  trial->run(mix(order.nonce));
  report.created = created_so_far().value() - *before;
  if (const auto fault = trial->verify()) report.status = Status::wrong_answer, report.reason = *fault;
}

double thread_cpu_s() {
  timespec t{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

// The least of at least 9 calls, and of as many as fit into 50 ms: CPU time has no noise below its minimum.
double kernel_cost_s(const Problem& problem) {
  double least = std::numeric_limits<double>::infinity();
  const double start = thread_cpu_s();
  for (int call = 0; call < 9 || thread_cpu_s() - start < 0.05; ++call) {
    const double before = thread_cpu_s();
    problem.kernel();
    least = std::min(least, thread_cpu_s() - before);
  }
  return least;
}

void scale(Report& report, double share) {
  for (Run& run : report.runs) run.wall_s /= share, run.usage = run.usage / share;
  report.google_rows.clear();  // what was not measured whole must not look as if it were
}

}  // namespace

Report carry_out(const Cell& cell, const Order& order) {
  ::prctl(PR_SET_TIMERSLACK, 1UL);       // waits end when they are due, for every runtime alike
  ::prctl(PR_SET_CHILD_SUBREAPER, 1UL);  // the CPU time of an orphaned grandchild is not lost
  ::signal(SIGPIPE, SIG_IGN);  // a peer that has gone is an error of the write, for every runtime alike
  Report report;
  const auto prefix = cell.contestant->name == "sequential" ? cell.problem->prefix() : std::nullopt;
  const Problem& problem = prefix ? *prefix->problem : *cell.problem;
  try {
    std::optional<os::Pinned> pinned;
    if (order.pin) pinned.emplace();
    switch (order.pass) {
      case Pass::timed: time(cell, problem, order, report); break;
      case Pass::observed: observe(cell, problem, order, report); break;
      case Pass::kernel: report.kernel_s = kernel_cost_s(*cell.problem); break;
      case Pass::memory: hold(cell, order, report); break;
      case Pass::counted: count(cell, problem, order, report); break;
    }
  } catch (const std::bad_alloc&) {
    report.status = Status::out_of_memory;
    report.reason = "memory could not be allocated";
  } catch (const std::system_error& error) {
    report.status = error.code() == std::errc::not_enough_memory ? Status::out_of_memory : Status::crashed;
    report.reason = error.what();
  } catch (const std::exception& error) {
    report.status = Status::crashed;
    report.reason = error.what();
  }
  if (prefix) scale(report, prefix->share);
  report.peak_memory_bytes = own_peak_bytes();
  return report;
}

}  // namespace simul
