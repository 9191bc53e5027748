#include "benchmarks/harness/cell.hpp"

#include <sched.h>
#include <sys/resource.h>

#include <algorithm>
#include <fstream>
#include <limits>
#include <regex>
#include <set>

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

std::string folder_of(const Contestant& contestant) {
  return contestant.kind + '/' + contestant.workload + '/' + contestant.name + '/';
}

// Whether it can be done here is not asked yet.
Cell cell_of(const Contestant& contestant, std::shared_ptr<const Problem> problem, const Limits& limits) {
  Cell cell{&contestant, std::move(problem), contestant.lanes == Lanes::one ? 1 : limits.workers, {}, {}};
  cell.name = folder_of(contestant) + path_of(cell.problem->path());
  if (contestant.lanes == Lanes::workers) cell.name += "/workers:" + std::to_string(cell.workers);
  return cell;
}

Limits with_workers(const Selection& selection, Limits limits) {
  limits.workers = selection.workers ? selection.workers : limits.cpus;
  return limits;
}

}  // namespace

std::string Cell::problem_name() const {
  return contestant->kind + '/' + contestant->workload + '/' + path_of(problem->path());
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

std::vector<Cell> select(const Selection& selection, Limits limits) {
  const Filter filter(selection.filter);
  limits = with_workers(selection, limits);
  std::vector<Cell> cells;
  for (const Contestant* contestant : contestants()) {
    const auto& wanted = selection.runtimes;
    if (!wanted.empty() && std::ranges::find(wanted, contestant->runtime) == wanted.end()) continue;
    for (auto& problem : contestant->problems(selection.profile, selection.steps_per_us)) {
      auto cell = cell_of(*contestant, std::move(problem), limits);
      if (!filter.takes(cell.name)) continue;
      cell.unsupported = contestant->unsupported(*cell.problem, limits);
      cells.push_back(std::move(cell));
    }
  }
  return cells;
}

std::optional<Cell> cell_named(const std::string& name, const Selection& selection, Limits limits) {
  limits = with_workers(selection, limits);
  for (const Contestant* contestant : contestants()) {
    if (!name.starts_with(folder_of(*contestant))) continue;
    for (auto& problem : contestant->problems(selection.profile, selection.steps_per_us)) {
      auto cell = cell_of(*contestant, std::move(problem), limits);
      if (cell.name == name) return cell;
    }
  }
  return std::nullopt;
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
