// Task graphs as in Task Bench (Slaughter et al., "Task Bench: A Parameterized Benchmark for Evaluating
// Parallel Runtime Performance", SC20): columns x steps, a task where they cross, and a pattern that says
// whose outputs of the step before a task needs. Every task checks every input it gets. Swept over the length
// of a task, the graph tells how short tasks may be until the runtime costs as much as they do: METG(50 %).
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "benchmarks/harness/work.hpp"

namespace graph {

struct Pattern {
  enum : std::int64_t {
    trivial,  // nothing
    chain,    // its own column's
    stencil,  // its own column's and its neighbours', which the first and the last column have one of
    fft,  // its own column's and that of the one whose number differs in one bit, which changes with the step
    tree,        // that of column c / 2: a step has twice the tasks of the one before, until it has them all
    all_to_all,  // every column's
    random       // its own column's and those of two that are drawn
  };
};
inline constexpr std::array<std::string_view, 7> patterns{"trivial", "chain",      "stencil", "fft",
                                                          "tree",    "all_to_all", "random"};

struct Kernel {
  enum : std::int64_t {
    compute,     // `grain` ns of work, in steps
    memory,      // `grain` words of 8 bytes, written and read again
    imbalanced,  // as compute, and anything from nothing to twice as long
    wait         // `grain` ns in which there is nothing to do
  };
};
inline constexpr std::array<std::string_view, 4> kernels{"compute", "memory", "imbalanced", "wait"};

struct Parameters {
  std::int64_t pattern, kernel, width, steps, grain;
  std::int64_t grain_steps = 0;  // of work

  void calibrate(std::int64_t steps_per_us) {
    grain_steps = std::max<std::int64_t>(1, grain * steps_per_us / 1000);
  }
  bool waits() const { return kernel == Kernel::wait; }
  std::chrono::nanoseconds nap() const { return std::chrono::nanoseconds(grain); }
};

using Clock = std::chrono::steady_clock;
using Task = std::uint32_t;  // tasks are numbered step by step: what comes before a task has a lower number

std::int64_t width_at(const Parameters& p, std::int64_t step);
std::size_t task_count(const Parameters& p);

struct Place {
  std::int64_t step, column;
};

// Who needs whom. Made before the clock starts.
class Graph {
 public:
  explicit Graph(const Parameters& p);

  const Parameters& parameters() const { return p_; }
  std::size_t tasks() const { return places_.size(); }
  Place place(Task task) const { return places_[task]; }
  std::span<const Task> column(std::int64_t number) const {
    return columns_[static_cast<std::size_t>(number)];
  }

  std::span<const Task> inputs(Task task) const { return inputs_[task]; }  // whose outputs it gets
  // What has to be done before it may begin, in rising order: its inputs. Where tasks wait, the one before it
  // in its column too: a column waits for one thing at a time, so that no more waits than columns are ever
  // under way.
  std::span<const Task> before(Task task) const { return before_[task]; }
  std::span<const Task> after(Task task) const { return after_[task]; }  // before whom it has to be done

 private:
  std::vector<std::int64_t> columns_needed(Place place) const;

  Parameters p_;
  std::vector<Place> places_;
  std::vector<std::vector<Task>> columns_, inputs_, before_, after_;
};

// What a task leaves for those that need it. No pointers, so that processes can share it.
struct Output {
  std::uint64_t tag = 0;    // of the task and of the run
  std::uint64_t value = 0;  // hashes everything it depends on
  std::int64_t times = 0;   // that it was done in this run
  std::int64_t wrong_inputs = 0;
  Clock::time_point began{}, ended{};  // of a wait
};

struct Tally {
  std::int64_t tasks = 0, repeats = 0, wrong_inputs = 0;
  std::int64_t early = 0,
               crowded = 0;  // waits that ended too early; that began while their column was waiting
  std::uint64_t values = 0;  // of all outputs, in their order
};

// The tasks of one run, for whoever schedules them. Two tasks may go on at once unless one comes before the
// other, which has to be seen to by others: nothing is locked here.
class Tasks {
 public:
  Tasks(const Graph& graph, std::span<Output> outputs);

  void open(std::uint64_t nonce) { run_ = simul::mix(nonce); }
  Tally tally() const;  // when all are done

  // A whole task that does not wait.
  void run(Task task, auto& probe) {
    probe.begin(task);
    take_inputs(task);
    work(task);
    leave_output(task);
    probe.end(task);
  }
  // The two halves of one that does: returns when its wait is over, and end() comes no earlier than that.
  Clock::time_point begin(Task task, auto& probe) {
    probe.begin(task);
    take_inputs(task);
    probe.wait(task, graph_.parameters().nap());
    return (outputs_[task].began = Clock::now()) + graph_.parameters().nap();
  }
  void end(Task task, auto& probe) {
    outputs_[task].ended = Clock::now();
    probe.wake(task);
    leave_output(task);
    probe.end(task);
  }

 private:
  std::uint64_t tag(Task task) const { return simul::mix(run_ + task); }
  void take_inputs(Task task);
  void work(Task task);
  void leave_output(Task task);

  const Graph& graph_;
  std::span<Output> outputs_;
  std::vector<std::vector<std::uint64_t>> memory_;  // of each column, where the kernel needs it
  std::uint64_t run_ = 0;
};

struct Workload {
  static constexpr std::string_view kind = "cpu", name = "graph";
  static constexpr std::string_view in_turn = "one task after the other", waits = "tasks waited",
                                    works = "a core worked";
  using Parameters = graph::Parameters;
  using Answer = Tally;

  static constexpr std::array fields{
      std::pair{"pattern", &Parameters::pattern}, std::pair{"kernel", &Parameters::kernel},
      std::pair{"width", &Parameters::width}, std::pair{"steps", &Parameters::steps},
      std::pair{"grain", &Parameters::grain}};
  static constexpr std::array recorded{std::pair{"grain_steps", &Parameters::grain_steps}};
  static std::optional<std::string_view> word(std::string_view field, std::int64_t number) {
    if (field == "pattern") return patterns.at(static_cast<std::size_t>(number));
    if (field == "kernel") return kernels.at(static_cast<std::size_t>(number));
    return std::nullopt;
  }

  static std::vector<Parameters> points(std::string_view profile);

  static double units(const Parameters& p) { return static_cast<double>(task_count(p)); }
  // Observed one by one where they are not too short.
  static std::size_t tasks(const Parameters& p) {
    return p.grain < 50'000 || p.kernel == Kernel::memory ? 0 : task_count(p);
  }
  static std::size_t notes_per_task(const Parameters&) { return 4; }

  static std::optional<std::string> verify(const Parameters& p, std::uint64_t nonce, const Answer& tally);

  static bool pure_waits(const Parameters& p) { return p.waits(); }
  // All tasks' work and nothing else; of short tasks so many times that the clock can tell it.
  static std::uint64_t kernel(const Parameters& p);
  static double kernel_calls(const Parameters& p) { return 1 / static_cast<double>(repeats(p)); }
  static std::int64_t repeats(const Parameters& p) {
    return 1 + 100'000 / (p.grain * static_cast<std::int64_t>(task_count(p)));
  }

  // Nobody is faster than all tasks at once as far as there are cores, or columns, to have them; nor than the
  // longest chain of tasks that need each other.
  static simul::LowerBounds bounds(const Parameters& p, unsigned cpus, double kernel_s);

  // METG is read from the points that differ in this alone.
  static constexpr std::string_view grain = "grain";
  static double at_once(const Parameters& p) { return static_cast<double>(p.width); }
  static std::optional<double> waited_s(const Parameters& p) {
    if (!p.waits()) return std::nullopt;
    return units(p) * 1e-9 * static_cast<double>(p.grain);
  }
};

}  // namespace graph
