#include "benchmarks/cpu/graph/workload.hpp"

#include <bit>

namespace graph {
namespace {

// Of each column; a task takes the next part of it and begins again at the end, so that no cache of a core's
// own has it.
constexpr std::size_t words_per_column = 1 << 19;

std::int64_t work_steps(const Parameters& p, Task task) {
  return p.kernel == Kernel::imbalanced ? simul::seeded(task, 0, 2 * p.grain_steps) : p.grain_steps;
}

std::uint64_t words_of(const Parameters& p) {
  return std::min(static_cast<std::uint64_t>(p.grain), std::uint64_t{words_per_column});
}

// Two passes, so that what is written has to go somewhere and come back.
std::uint64_t write_and_read(std::span<std::uint64_t> words, std::uint64_t seed) {
  for (std::size_t i = 0; i < words.size(); ++i) words[i] = seed + i;
  std::uint64_t sum = 0;
  for (const std::uint64_t word : words) sum += word;
  return sum;
}

std::span<std::uint64_t> part_of(std::span<std::uint64_t> memory, std::uint64_t words, std::int64_t step) {
  return memory.subspan(words * (static_cast<std::uint64_t>(step) % (memory.size() / words)), words);
}

// Tasks that do not need each other are still done one after the other by one thread: each begins with
// nothing of what the one before it there left, which neither the compiler nor the processor can know. An
// out-of-order core would else overlap short ones, and be more than 100 % efficient.
const volatile std::uint64_t nothing = 0;

std::uint64_t work_in_turn(std::uint64_t seed, std::int64_t steps) {
  static thread_local std::uint64_t last = 0;
  return last = simul::work(seed ^ (last & nothing), steps);
}

// What a task's kernel makes of its inputs, without doing the work.
std::uint64_t kernel_answer(const Parameters& p, Task task, std::uint64_t seed) {
  if (p.waits()) return seed;
  if (p.kernel != Kernel::memory) return simul::work_answer(seed, work_steps(p, task));
  const std::uint64_t words = words_of(p);
  return words * seed + words * (words - 1) / 2;
}

std::uint64_t with_input(std::uint64_t value, std::uint64_t input) { return simul::mix(value ^ input); }
std::uint64_t with_output(std::uint64_t values, std::uint64_t value) { return simul::mix(values + value); }

// The same fold as in Tasks, over a graph in which all goes well.
std::uint64_t right_values(const Graph& graph, std::uint64_t nonce) {
  std::vector<std::uint64_t> values(graph.tasks());
  std::uint64_t all = 0;
  for (Task task = 0; task < graph.tasks(); ++task) {
    std::uint64_t value = simul::mix(simul::mix(nonce) + task);
    for (const Task input : graph.inputs(task)) value = with_input(value, values[input]);
    values[task] = kernel_answer(graph.parameters(), task, value);
    all = with_output(all, values[task]);
  }
  return all;
}

// In the units of `cost(task)`.
double longest_chain(const Graph& graph, const auto& cost) {
  std::vector<double> until(graph.tasks());
  for (Task task = 0; task < graph.tasks(); ++task) {
    for (const Task earlier : graph.before(task)) until[task] = std::max(until[task], until[earlier]);
    until[task] += cost(task);
  }
  return std::ranges::max(until);
}

constexpr std::int64_t compute = Kernel::compute, wait = Kernel::wait;

void add_sweep(std::vector<Parameters>& points, Parameters p, std::initializer_list<std::int64_t> grains) {
  for (p.grain = 0; const std::int64_t grain : grains) {
    p.grain = grain;
    points.push_back(p);
  }
}

std::vector<Parameters> smoke() {
  std::vector<Parameters> points;
  add_sweep(points, {Pattern::stencil, compute, 4, 5, 0}, {100, 20'000});
  add_sweep(points, {Pattern::trivial, wait, 4, 5, 0}, {50'000, 1'000'000});
  points.push_back({Pattern::chain, Kernel::imbalanced, 3, 5, 10'000});
  points.push_back({Pattern::fft, compute, 6, 5, 1'000});
  points.push_back({Pattern::tree, wait, 5, 5, 100'000});
  points.push_back({Pattern::all_to_all, Kernel::memory, 4, 5, 10'000});
  points.push_back({Pattern::random, compute, 5, 5, 60'000});
  return points;
}

std::vector<Parameters> full() {
  std::vector<Parameters> points;
  for (const std::int64_t pattern : {Pattern::trivial, Pattern::chain, Pattern::stencil, Pattern::fft,
                                     Pattern::tree, Pattern::all_to_all, Pattern::random}) {
    for (const std::int64_t kernel : {Kernel::compute, Kernel::memory, Kernel::imbalanced})
      add_sweep(points, {pattern, kernel, 8, 100, 0}, {100, 400, 1'600, 6'400, 25'600, 102'400});
    add_sweep(points, {pattern, wait, 8, 20, 0}, {10'000, 40'000, 160'000, 640'000, 2'560'000});
  }
  for (const std::int64_t width : {16, 64})  // for machines with more cores
    add_sweep(points, {Pattern::stencil, compute, width, 100, 0}, {100, 1'600, 25'600, 102'400});
  return points;
}

}  // namespace

std::int64_t width_at(const Parameters& p, std::int64_t step) {
  if (p.pattern != Pattern::tree || step > 30) return p.width;
  return std::min(p.width, std::int64_t{1} << step);
}

std::size_t task_count(const Parameters& p) {
  std::int64_t tasks = 0;
  for (std::int64_t step = 0; step < p.steps; ++step) tasks += width_at(p, step);
  return static_cast<std::size_t>(tasks);
}

Graph::Graph(const Parameters& p) : p_(p), columns_(static_cast<std::size_t>(p.width)) {
  std::vector<Task> first;  // of each step
  for (std::int64_t step = 0; step < p.steps; ++step) {
    first.push_back(static_cast<Task>(places_.size()));
    for (std::int64_t column = 0; column < width_at(p, step); ++column) {
      const auto task = static_cast<Task>(places_.size());
      std::vector<Task> inputs;
      if (step > 0) {
        for (const std::int64_t needed : columns_needed({step, column}))
          inputs.push_back(first[static_cast<std::size_t>(step - 1)] + static_cast<Task>(needed));
      }
      std::vector<Task>& own = columns_[static_cast<std::size_t>(column)];
      std::vector<Task> before = inputs;
      if (p.waits() && !own.empty()) before.push_back(own.back());
      std::ranges::sort(before);
      before.erase(std::ranges::unique(before).begin(), before.end());
      places_.push_back({step, column});
      own.push_back(task);
      inputs_.push_back(std::move(inputs));
      before_.push_back(std::move(before));
    }
  }
  after_.resize(tasks());
  for (Task task = 0; task < tasks(); ++task) {
    for (const Task earlier : before_[task]) after_[earlier].push_back(task);
  }
}

// Of the step before, rising, each once.
std::vector<std::int64_t> Graph::columns_needed(Place place) const {
  const auto [step, column] = place;
  std::vector<std::int64_t> needed;
  switch (p_.pattern) {
    case Pattern::trivial: break;
    case Pattern::chain: needed = {column}; break;
    case Pattern::stencil: needed = {column - 1, column, column + 1}; break;
    case Pattern::fft: {
      const auto bits = std::max<std::int64_t>(1, std::bit_width(static_cast<std::uint64_t>(p_.width - 1)));
      needed = {column, column ^ (std::int64_t{1} << ((step - 1) % bits))};
      break;
    }
    case Pattern::tree: needed = {column / 2}; break;
    case Pattern::all_to_all:
      for (std::int64_t other = 0; other < p_.width; ++other) needed.push_back(other);
      break;
    case Pattern::random: {
      const auto draw = 2 * static_cast<std::uint64_t>(step * p_.width + column);
      needed = {column, simul::seeded(draw, 0, p_.width - 1), simul::seeded(draw + 1, 0, p_.width - 1)};
      break;
    }
  }
  std::erase_if(needed, [&](std::int64_t other) { return other < 0 || other >= width_at(p_, step - 1); });
  std::ranges::sort(needed);
  needed.erase(std::ranges::unique(needed).begin(), needed.end());
  return needed;
}

Tasks::Tasks(const Graph& graph, std::span<Output> outputs) : graph_(graph), outputs_(outputs) {
  if (graph.parameters().kernel != Kernel::memory) return;
  memory_.assign(static_cast<std::size_t>(graph.parameters().width),
                 std::vector<std::uint64_t>(words_per_column));
}

// An input that is not there yet has another task's tag, or that of an earlier run.
void Tasks::take_inputs(Task task) {
  Output& own = outputs_[task];
  own.times = own.tag == tag(task) ? own.times + 1 : 1;
  own.wrong_inputs = 0;
  own.value = tag(task);
  for (const Task input : graph_.inputs(task)) {
    own.wrong_inputs += outputs_[input].tag != tag(input);
    own.value = with_input(own.value, outputs_[input].value);
  }
}

void Tasks::work(Task task) {
  const Parameters& p = graph_.parameters();
  std::uint64_t& value = outputs_[task].value;
  if (p.kernel == Kernel::memory) {
    const auto [step, column] = graph_.place(task);
    value = write_and_read(part_of(memory_[static_cast<std::size_t>(column)], words_of(p), step), value);
  } else {
    value = work_in_turn(value, work_steps(p, task));
  }
}

void Tasks::leave_output(Task task) { outputs_[task].tag = tag(task); }

Tally Tasks::tally() const {
  const Parameters& p = graph_.parameters();
  Tally tally;
  for (Task task = 0; task < graph_.tasks(); ++task) {
    const Output& output = outputs_[task];
    if (output.tag != tag(task)) continue;
    ++tally.tasks;
    tally.repeats += output.times - 1;
    tally.wrong_inputs += output.wrong_inputs;
    tally.values = with_output(tally.values, output.value);
    if (p.waits()) tally.early += output.ended - output.began < p.nap();
  }
  for (std::int64_t column = 0; p.waits() && column < p.width; ++column) {
    const auto tasks = graph_.column(column);
    for (std::size_t i = 1; i < tasks.size(); ++i)
      tally.crowded += outputs_[tasks[i]].began < outputs_[tasks[i - 1]].ended;
  }
  return tally;
}

std::vector<Parameters> Workload::points(std::string_view profile) {
  if (profile == "smoke") return smoke();
  if (profile == "full") return full();
  std::vector<Parameters> points;
  for (const std::int64_t pattern : {Pattern::stencil, Pattern::trivial}) {
    add_sweep(points, {pattern, compute, 8, 50, 0}, {5, 100, 800, 6'400, 51'200});
    add_sweep(points, {pattern, wait, 8, 10, 0}, {12'000, 140'000, 1'600'000});
  }
  return points;
}

std::optional<std::string> Workload::verify(const Parameters& p, std::uint64_t nonce, const Answer& tally) {
  const Graph graph(p);
  const auto count = [](std::int64_t n) { return std::to_string(n); };
  if (tally.tasks != static_cast<std::int64_t>(graph.tasks()))
    return count(tally.tasks) + " tasks were done in this run, not " + std::to_string(graph.tasks());
  if (tally.repeats != 0) return count(tally.repeats) + " times a task was done again";
  if (tally.wrong_inputs != 0)
    return count(tally.wrong_inputs) + " inputs were not there when a task took them";
  if (tally.early != 0) return count(tally.early) + " waits ended too early";
  if (tally.crowded != 0) return count(tally.crowded) + " waits began while their column was waiting";
  if (tally.values != right_values(graph, nonce)) return "the outputs are not those of this graph";
  return std::nullopt;
}

// One task's work begins with what the one before it left: an out-of-order core cannot do two of them at
// once.
std::uint64_t Workload::kernel(const Parameters& p) {
  static thread_local std::vector<std::uint64_t> memory;
  if (p.kernel == Kernel::memory) memory.resize(words_per_column);
  std::uint64_t value = simul::seed;
  const std::size_t tasks = task_count(p);
  for (std::int64_t repeat = 0; repeat < repeats(p); ++repeat) {
    for (Task task = 0; task < tasks; ++task) {
      value = p.kernel == Kernel::memory ? write_and_read(part_of(memory, words_of(p), task), value)
                                         : simul::work(value, work_steps(p, task));
    }
  }
  return value;
}

simul::LowerBounds Workload::bounds(const Parameters& p, unsigned cpus, double kernel_s) {
  const Graph graph(p);
  const double n = static_cast<double>(graph.tasks());
  if (p.waits()) {
    const double nap = 1e-9 * static_cast<double>(p.grain);
    return {{"waits", n * nap / at_once(p)},
            {"longest_chain", longest_chain(graph, [&](Task) { return nap; })}};
  }
  const auto cost = [&](Task task) { return static_cast<double>(work_steps(p, task)); };
  double all = 0;
  for (Task task = 0; task < graph.tasks(); ++task) all += cost(task);
  return {{"work", kernel_s / cpus}, {"longest_chain", kernel_s * longest_chain(graph, cost) / all}};
}

}  // namespace graph
