#include "benchmarks/harness/cell.hpp"

#include <sched.h>
#include <sys/resource.h>

#include <algorithm>
#include <fstream>
#include <limits>
#include <regex>
#include <set>

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

// Only work that takes CPUs is bound to gain by more of them: the other kinds are swept for those who ask.
std::vector<unsigned> counts_for(const Contestant& contestant, const Selection& selection, unsigned cpus) {
  if (contestant.lanes != Lanes::workers) return {headline_workers(selection, cpus)};
  if (!selection.workers.empty()) return selection.workers;
  if (selection.profile == "full" && contestant.kind == "cpu") return sweep_for(cpus);
  return {cpus};
}

Cell cell_of(const Contestant& contestant, std::shared_ptr<const Problem> problem, const Limits& limits) {
  Cell cell{&contestant, std::move(problem), contestant.lanes == Lanes::one ? 1 : limits.workers, {}, {}};
  cell.name = contestant.kind + '/' + contestant.workload + '/' + contestant.name + '/' +
              path_of(cell.problem->path());
  if (contestant.lanes == Lanes::workers) cell.name += "/workers:" + std::to_string(cell.workers);
  cell.unsupported = contestant.unsupported(*cell.problem, limits);
  return cell;
}

// One contestant on one problem, with as many workers as the filter lets pass.
std::vector<Cell> cells_of(const Contestant& contestant, const std::shared_ptr<const Problem>& problem,
                           const Selection& selection, const Filter& filter, Limits limits) {
  std::vector<Cell> cells;
  std::vector<unsigned> counts;
  for (const unsigned workers : counts_for(contestant, selection, limits.cpus)) {
    limits.workers = workers;
    auto cell = cell_of(contestant, problem, limits);
    if (!filter.takes(cell.name)) continue;
    counts.push_back(cell.workers);
    cells.push_back(std::move(cell));
  }
  for (Cell& cell : cells) cell.swept = cell.workers != headline(counts, limits.cpus);
  return cells;
}

}  // namespace

std::string Cell::problem_name() const {
  return contestant->kind + '/' + contestant->workload + '/' + path_of(problem->path());
}

unsigned headline_workers(const Selection& selection, unsigned cpus) {
  return selection.workers.empty() ? cpus : headline(selection.workers, cpus);
}

std::vector<Cell> select(const Selection& selection, const Limits& limits) {
  const Filter filter(selection.filter);
  std::vector<Cell> cells;
  for (const Contestant* contestant : contestants()) {
    const auto& wanted = selection.runtimes;
    if (!wanted.empty() && std::ranges::find(wanted, contestant->runtime) == wanted.end()) continue;
    for (const auto& problem : contestant->problems(selection.profile, selection.steps_per_us)) {
      for (Cell& cell : cells_of(*contestant, problem, selection, filter, limits))
        cells.push_back(std::move(cell));
    }
  }
  return cells;
}

void add_yardsticks(std::vector<Cell>& cells, const Selection& selection, const Limits& limits) {
  std::set<std::string> names, problems;
  for (const Cell& cell : cells) {
    names.insert(cell.name);
    problems.insert(cell.problem_name());
  }
  Selection everything = selection;
  everything.filter = ".";
  everything.runtimes = {"sequential", "floor"};
  for (Cell& cell : select(everything, limits)) {
    const std::string& contestant = cell.contestant->name;
    if (contestant != "sequential" && contestant != "floor") continue;  // a variant is no yardstick
    if (problems.contains(cell.problem_name()) && names.insert(cell.name).second)
      cells.push_back(std::move(cell));
  }
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
