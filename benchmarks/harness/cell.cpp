#include "benchmarks/harness/cell.hpp"

#include <sched.h>
#include <sys/resource.h>

#include <algorithm>
#include <fstream>
#include <limits>
#include <regex>
#include <set>

#include "benchmarks/harness/role.hpp"
#include "benchmarks/harness/worker_counts.hpp"

namespace simul {
namespace {

std::int64_t soft_limit(int resource) {
  rlimit limit{};
  ::getrlimit(static_cast<__rlimit_resource>(resource), &limit);
  return limit.rlim_cur > static_cast<rlim_t>(std::numeric_limits<std::int64_t>::max())
             ? std::numeric_limits<std::int64_t>::max()
             : static_cast<std::int64_t>(limit.rlim_cur);
}

std::int64_t number_in(const char* path, std::int64_t otherwise) {
  std::ifstream file(path);
  std::int64_t number = 0;
  return file >> number ? number : otherwise;
}

class Filter {
 public:
  explicit Filter(const std::string& text)
      : negated_(text.starts_with('-')), pattern_(text == "all" ? "." : text.substr(negated_ ? 1 : 0)) {}
  bool takes(const std::string& name) const { return std::regex_search(name, pattern_) != negated_; }

 private:
  bool negated_;
  std::regex pattern_;
};

// A reference takes part only where it is named.
bool takes(const std::vector<std::string>& runtimes, const std::string& runtime) {
  if (runtimes.empty()) return role_of(runtime) != Role::reference;
  return std::ranges::find(runtimes, runtime) != runtimes.end();
}

// Only work that takes CPUs is bound to gain by more of them: the other kinds are swept for those who ask.
std::vector<unsigned> counts_for(const Contestant& contestant, const Selection& selection, unsigned cpus) {
  if (contestant.lanes != Lanes::workers) return {headline_workers(selection, cpus)};
  if (!selection.workers.empty()) return selection.workers;
  if (selection.profile == "full" && contestant.kind == "cpu") return sweep_for(cpus);
  return {cpus};
}

std::string folder_of(const Contestant& contestant) {
  return contestant.kind + '/' + contestant.workload + '/' + contestant.name + '/';
}

// Whether it can be done here is not asked yet.
Cell cell_of(const Contestant& contestant, std::shared_ptr<const Problem> problem, unsigned workers) {
  Cell cell{&contestant, std::move(problem), contestant.lanes == Lanes::one ? 1 : workers, {}, {}};
  cell.name = folder_of(contestant) + path_of(cell.problem->path());
  if (contestant.lanes == Lanes::workers) cell.name += "/workers:" + std::to_string(cell.workers);
  return cell;
}

// One contestant on one problem, with as many workers as are wanted. Only of those it is asked whether they can be run, which
// may take a trial.
std::vector<Cell> cells_of(const Contestant& contestant, const std::shared_ptr<const Problem>& problem,
                           const Selection& selection, Limits limits, const auto& wanted) {
  std::vector<Cell> cells;
  std::vector<unsigned> counts;
  for (const unsigned workers : counts_for(contestant, selection, limits.cpus)) {
    auto cell = cell_of(contestant, problem, workers);
    if (!wanted(cell)) continue;
    limits.workers = workers;
    cell.unsupported = contestant.unsupported(*problem, limits);
    counts.push_back(cell.workers);
    cells.push_back(std::move(cell));
  }
  for (Cell& cell : cells) cell.swept = cell.workers != headline(counts, limits.cpus);
  return cells;
}

// Those of a profile that are wanted.
std::vector<Cell> cells_of(const Selection& selection, const Limits& limits, const auto& wanted) {
  std::vector<Cell> cells;
  for (const Contestant* contestant : contestants()) {
    for (const auto& problem : contestant->problems(selection.profile, selection.steps_per_us))
      std::ranges::move(cells_of(*contestant, problem, selection, limits, wanted), std::back_inserter(cells));
  }
  return cells;
}

}  // namespace

double default_budget_s(std::string_view profile) { return profile == "full" ? 10 : 1; }

std::string Cell::problem_name() const {
  return contestant->kind + '/' + contestant->workload + '/' + path_of(problem->path());
}

unsigned headline_workers(const Selection& selection, unsigned cpus) {
  return selection.workers.empty() ? cpus : headline(selection.workers, cpus);
}

std::optional<PlaceInSweep> place_in_sweep(const Cell& cell) {
  const auto granularity = cell.problem->granularity();
  if (!granularity) return std::nullopt;
  Values others = cell.problem->path();
  const auto swept = std::ranges::find(others, granularity->parameter, &Values::value_type::first);
  const auto length = std::get<std::int64_t>(swept->second);
  others.erase(swept);
  return PlaceInSweep{cell.contestant->kind + '/' + cell.contestant->workload + '/' + path_of(others), length};
}

std::vector<Cell> select(const Selection& selection, const Limits& limits) {
  const Filter filter(selection.filter);
  return cells_of(selection, limits, [&](const Cell& cell) {
    return takes(selection.runtimes, cell.contestant->runtime) && filter.takes(cell.name);
  });
}

std::optional<Cell> cell_named(const std::string& name, const Selection& selection, const Limits& limits) {
  for (const Contestant* contestant : contestants()) {
    if (!name.starts_with(folder_of(*contestant))) continue;
    for (const auto& problem : contestant->problems(selection.profile, selection.steps_per_us)) {
      auto cell = cell_of(*contestant, problem, headline_workers(selection, limits.cpus));
      if (cell.name == name) return cell;
    }
  }
  return std::nullopt;
}

std::vector<Cell> unnamed_references(Selection selection, const Limits& limits) {
  if (!selection.runtimes.empty() || references_here().empty()) return {};
  selection.runtimes = references_here();
  return select(selection, limits);
}

std::string how_to_select(const Selection& selection, const Limits& limits) {
  const auto references = unnamed_references(selection, limits);
  if (references.empty()) return "`simul list` prints their names";
  return "a reference takes part only where it is named: --runtime " + references.front().contestant->runtime;
}

void add_yardsticks(std::vector<Cell>& cells, const Selection& selection, const Limits& limits) {
  std::set<std::string> names, problems;
  for (const Cell& cell : cells) {
    names.insert(cell.name);
    problems.insert(cell.problem_name());
  }
  auto missing = cells_of(selection, limits, [&](const Cell& cell) {
    const std::string& contestant = cell.contestant->name;  // a variant is no yardstick
    return (contestant == "sequential" || contestant == "floor") && problems.contains(cell.problem_name()) &&
           !names.contains(cell.name);
  });
  std::ranges::move(missing, std::back_inserter(cells));
  std::ranges::stable_sort(cells, {}, [](const Cell& cell) {
    return std::ranges::find(contestants(), cell.contestant) - contestants().begin();
  });
}

Limits limits_of_this_machine() {
  cpu_set_t allowed;
  CPU_ZERO(&allowed);
  ::sched_getaffinity(0, sizeof allowed, &allowed);
  const auto cpus = static_cast<unsigned>(std::max(1, CPU_COUNT(&allowed)));
  return {
      .cpus = cpus,
      .workers = cpus,
      .threads = std::min({soft_limit(RLIMIT_NPROC), number_in("/proc/sys/kernel/threads-max", 4096),
                           number_in("/proc/sys/kernel/pid_max", 32768),
                           number_in("/sys/fs/cgroup/pids.max", std::numeric_limits<std::int64_t>::max())}),
      .open_files = soft_limit(RLIMIT_NOFILE)};
}

}  // namespace simul
