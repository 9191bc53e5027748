#include "benchmarks/sync/mutex/workload.hpp"

namespace contention {
namespace {

std::uint64_t sum_of_early(const std::vector<Visits>& visits) {
  std::uint64_t sum = 0;
  for (const Visits& task : visits) sum += task.early;
  return sum;
}

// Of one task; none: it did all that it should.
std::optional<std::string> wrong_with(const Parameters& p, std::uint64_t nonce, std::size_t task,
                                      const Visits& visits) {
  const std::string who = "task " + std::to_string(task);
  if (visits.turns != static_cast<std::uint64_t>(p.turns))
    return who + " had " + std::to_string(visits.turns) + " turns, not " + std::to_string(p.turns);
  const std::uint64_t begin = Visitor(p, nonce, task).visits().own;
  if (visits.own != simul::work_answer(begin, p.turns * p.outside_steps))
    return who + " did not do its work outside in this run";
  return std::nullopt;
}

}  // namespace

std::optional<std::string> Workload::verify(const Parameters& p, std::uint64_t nonce, const Answer& answer) {
  if (answer.visits.size() != p.count()) return std::to_string(answer.visits.size()) + " tasks answered";
  for (std::size_t task = 0; task < answer.visits.size(); ++task)
    if (auto why = wrong_with(p, nonce, task, answer.visits[task])) return why;
  if (answer.guarded.turns != p.all_turns())
    return "of " + std::to_string(p.all_turns()) + " turns " + std::to_string(answer.guarded.turns) +
           " were counted under the lock: two tasks were inside at once";
  const auto inside = static_cast<std::int64_t>(p.all_turns()) * p.inside_steps;
  if (answer.guarded.state != simul::work_answer(start(nonce).state, inside))
    return "what the lock guards is not what the turns of this run make of it";
  if (sum_of_early(answer.visits) != p.all_turns() / 2)
    return "the first half of all turns is not " + std::to_string(sum_of_early(answer.visits)) + " turns";
  return std::nullopt;
}

Answer do_all(const Parameters& p, std::uint64_t nonce) {
  Answer answer{start(nonce), {}};
  for (std::size_t task = 0; task < p.count(); ++task) {
    Visitor visitor(p, nonce, task);
    while (!visitor.over()) {
      visitor.ask();
      visitor.come_in(answer.guarded);
      visitor.leave(answer.guarded);
      visitor.rest();
    }
    answer.visits.push_back(visitor.visits());
  }
  return answer;
}

// Without the readings of the clock, which are ours.
std::uint64_t Workload::kernel(const Parameters& p) {
  std::uint64_t inside = 1, outside = 1;
  for (std::uint64_t turn = 0; turn < p.all_turns(); ++turn) {
    inside = simul::work(inside, p.inside_steps);
    outside = simul::work(outside, p.outside_steps);
  }
  return inside ^ outside;
}

simul::LowerBounds Workload::bounds(const Parameters& p, unsigned cpus, double kernel_s) {
  const auto inside = static_cast<double>(p.inside_steps), outside = static_cast<double>(p.outside_steps);
  const double inside_s = kernel_s * inside / (inside + outside), outside_s = kernel_s - inside_s;
  return {{"lock", inside_s + outside_s / units(p)},
          {"task", kernel_s / static_cast<double>(p.tasks)},
          {"work", kernel_s / cpus}};
}

double jain_index(const std::vector<Visits>& visits) {
  double sum = 0, squares = 0;
  for (const Visits& task : visits) {
    const auto x = static_cast<double>(task.early);
    sum += x, squares += x * x;
  }
  return sum * sum / (static_cast<double>(visits.size()) * squares);
}

std::vector<std::pair<std::string, double>> Workload::counters(const Parameters&, const Answer& answer) {
  const auto longest = std::ranges::max(answer.visits, {}, &Visits::longest_wait).longest_wait;
  return {{"longest_wait_us", 1e-3 * static_cast<double>(longest.count())},
          {"jain_index", jain_index(answer.visits)}};
}

}  // namespace contention
