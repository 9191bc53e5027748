#include "benchmarks/harness/cell.hpp"

#include <sched.h>
#include <sys/resource.h>

#include <algorithm>
#include <fstream>
#include <limits>
#include <regex>
#include <set>

#include "benchmarks/harness/role.hpp"

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

Cell cell_of(const Contestant& contestant, std::shared_ptr<const Problem> problem, const Limits& limits) {
  Cell cell{&contestant, std::move(problem), contestant.lanes == Lanes::one ? 1 : limits.workers, {}, {}};
  cell.name = contestant.kind + '/' + contestant.workload + '/' + contestant.name + '/' +
              path_of(cell.problem->path());
  if (contestant.lanes == Lanes::workers) cell.name += "/workers:" + std::to_string(cell.workers);
  cell.unsupported = contestant.unsupported(*cell.problem, limits);
  return cell;
}

}  // namespace

std::string Cell::problem_name() const {
  return contestant->kind + '/' + contestant->workload + '/' + path_of(problem->path());
}

std::vector<Cell> select(const Selection& selection, Limits limits) {
  const Filter filter(selection.filter);
  limits.workers = selection.workers ? selection.workers : limits.cpus;
  std::vector<Cell> cells;
  for (const Contestant* contestant : contestants()) {
    if (!takes(selection.runtimes, contestant->runtime)) continue;
    for (auto& problem : contestant->problems(selection.profile, selection.steps_per_us)) {
      auto cell = cell_of(*contestant, std::move(problem), limits);
      if (filter.takes(cell.name)) cells.push_back(std::move(cell));
    }
  }
  return cells;
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
