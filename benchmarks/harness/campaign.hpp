// Rounds: every cell once in each, in a fresh process, in shuffled order. Collects what the cells report. Swept cells
// are only timed: not confined, not observed, nor is their memory sampled; they neither cause nor get extra rounds.
#pragma once

#include <array>
#include <functional>
#include <limits>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "benchmarks/harness/executor.hpp"
#include "benchmarks/harness/memory.hpp"
#include "benchmarks/harness/metrics.hpp"
#include "benchmarks/harness/self_measurement.hpp"
#include "benchmarks/harness/stability.hpp"

namespace simul {

// All that is known of one cell so far. `runs`, `confined` and `round` hold verified runs only; once the
// status is not ok the cell is not run again, and nothing of it is compared.
struct Result {
  Cell cell;
  Status status = Status::ok;
  std::string reason;
  unsigned planned = 0;  // rounds
  std::vector<Run> runs;
  std::vector<unsigned> rounds;           // rounds[i]: the round that runs[i] belongs to
  std::vector<double> confined_s;         // wall times on one CPU, `workers` 1
  std::vector<unsigned> confined_rounds;  // the round that each of them belongs to
  std::optional<Account> account;         // of the observed run
  double observed_s = 0;                  // its wall time; 0: there was none with a journal
  std::int64_t peak_memory_bytes = 0, peak_tree_bytes = 0;  // as in Report
  bool has_children = false;
  bool in_brief = false;  // timed and nothing else: see Schedule::sweeps_in_brief, and all that is swept over workers
  MemorySweep memory;
  std::optional<Created> created;                                // of the counted run
  std::string uncounted;                                         // why that run brought none
  std::optional<Story> story;        // of the observed run, where Schedule::traces
  std::optional<Histogram> latency;  // of all timed runs
  bool extrapolated = false;
  Json google_rows = Json::array();
};

struct Schedule {
  unsigned rounds = 10;
  bool as_few_as_rank = false;  // no more of these for a problem than its ranking needs, see rounds_to_separate()
  unsigned slow_rounds = 3;   // for a cell whose run takes longer than slow_s
  double slow_s = 1.0;        // see Order; whoever takes longer has no warm-up either
  unsigned confined_rounds = std::numeric_limits<unsigned>::max();  // the first so many also run confined to one CPU
  unsigned extra_rounds = 0;  // at most, for problems of which a cell is unstable after all others
  unsigned repetitions = 1;   // runs per process
  // Of the points that differ in nothing but the length of a task only the one with the longest is run confined and
  // observed; the others are there for METG, which needs timed runs and nothing else.
  bool sweeps_in_brief = false;
  std::uint64_t seed = 0;     // of the order and the nonces
  bool pin = false;           // see Order
  bool bare = false;          // for each cell timed runs and its counters: to compare builds, not contestants
  bool traces = false;        // journals are kept
};

// Where a campaign stands, told before each process.
struct Progress {
  std::string cell;
  std::string what;  // "round 3/10", "kernel", "observed", "memory", "counted"
  std::size_t done, all;
  double left_s;  // a guess from what the cells took so far
};

// What a process is started for.
enum class Job { kernel, timed, confined, observed, memory, counted };
inline constexpr std::array<std::string_view, 6> job_names{"kernel",   "timed",  "confined",
                                                           "observed", "memory", "counted"};

// Seconds that a campaign spent on its processes, from start to end, set-up and verification included.
struct Spent {
  std::array<double, job_names.size()> by_job{};
  std::map<std::string, std::array<double, job_names.size()>> by_workload;  // "io/echo"
};

class Campaign {
 public:
  Campaign(std::vector<Cell> cells, Schedule schedule, Executor& executor,
           const std::atomic<bool>& interrupted);

  // Runs everything: kernels, rounds, extra rounds of whole problems as long as a cell of theirs is unstable and more
  // rounds may help (slow cells take no part in them), observations, counted runs, memory points, kernels. `saved` is
  // called after each whole round, so that what there is can be written.
  // After an interruption it returns early, and complete() is false: write once more what there is.
  void run(const std::function<void(const Progress&)>& progress, const std::function<void()>& saved);

  // Called once for each cell that fails, when it does.
  void on_failure(std::function<void(const Result&)> failed) { failed_ = std::move(failed); }

  // What the harness adds to a run, if it was measured.
  void know(HarnessCost cost) { harness_cost_ = std::move(cost); }
  const HarnessCost& harness_cost() const { return harness_cost_; }

  const std::vector<Result>& results() const { return results_; }
  bool complete() const { return complete_; }
  const Schedule& schedule() const { return schedule_; }
  Stability stability(const Result& result) const;
  bool slow(const Result& result) const;  // runs longer than Schedule::slow_s
  // CPU seconds of a problem's kernel in one run, or why they are not known, by Cell::problem_name().
  const std::map<std::string, Metric>& kernel_s() const { return kernel_s_; }
  const Json& google_context() const { return google_context_; }
  const Spent& spent() const { return spent_; }

 private:
  struct Step {
    Job job;
    std::size_t cell;
    std::size_t memory_point = 0;
  };

  std::vector<Step> round(unsigned number);
  std::vector<Step> extra_round(unsigned number);
  std::vector<Step> shuffled(unsigned number, const std::function<bool(const Result&)>& wanted);
  bool wants_extra_rounds(const Result& result) const;
  bool wants_confinement(const Result& result, unsigned number) const;
  std::vector<Step> kernels() const;
  std::vector<Step> observations() const;
  bool wants_observation(const Result& result) const;
  std::vector<Step> memory_points() const;
  std::vector<Step> counted_runs() const;
  bool wanted(const Result& result, unsigned number) const;
  void note_time(const Step& step, double took_s);
  void carry_out(const Step& step, unsigned number);
  void take(Result& result, Report report, unsigned number);
  static void take_memory(Result& result, const Report& report);
  void take_memory_point(Result& result, std::size_t point, const Report& report);
  void fail(Result& result, const Report& report, const std::string& where);
  void take_counts(Result& result, const Report& report);
  void take_kernel(const Result& result, const Report& report);
  bool go_through(const std::vector<Step>& steps, unsigned number, const std::string& what,
                  const std::function<void(const Progress&)>& progress);
  double left_s(const std::vector<Step>& steps, std::size_t from, unsigned number) const;

  std::vector<Result> results_;
  Schedule schedule_;
  Executor& executor_;
  const std::atomic<bool>& interrupted_;
  std::mt19937_64 random_;
  HarnessCost harness_cost_;
  std::map<std::string, Metric> kernel_s_;
  std::map<std::pair<int, std::size_t>, double> took_s_;  // the last time of each step
  Spent spent_;
  Json google_context_ = Json::object();
  std::function<void(const Result&)> failed_;
  bool complete_ = false;
};

}  // namespace simul
