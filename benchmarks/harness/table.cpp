#include "benchmarks/harness/table.hpp"

#include <algorithm>
#include <array>
#include <iomanip>
#include <limits>
#include <map>
#include <set>

#include "benchmarks/harness/role.hpp"
#include "benchmarks/harness/sentence.hpp"

namespace simul {
namespace {

std::string duration(double s) {
  if (s >= 1) return in_words(s) + " s ";
  if (s >= 1e-3) return in_words(s * 1e3) + " ms";
  return in_words(s * 1e6) + " us";
}

std::string shown(const Standing& standing, std::string_view name, double scale = 1) {
  for (const auto& [key, metric] : standing.metrics) {
    if (key == name) return metric.value ? in_words(*metric.value * scale) : "-";
  }
  return "-";
}

std::string mebibytes(const Standing& standing) {
  const std::string number = shown(standing, "peak_memory_bytes", 1.0 / (1 << 20));
  return number == "-" ? number : number + " MiB";
}

// Half the width of the median's interval, relative to the median.
std::string spread(const Standing& standing) {
  if (!standing.wall_interval) return "";
  const auto [low, high] = *standing.wall_interval;
  return "+-" + in_words(100 * (high - low) / 2 / standing.wall_s) + '%';
}

std::string percent(const Standing& standing, std::string_view name) {
  const std::string number = shown(standing, name, 100);
  return number == "-" ? number : number + '%';
}

std::string rank_of(const Standing& standing) {
  return standing.rank.value ? std::to_string(static_cast<int>(*standing.rank.value)) : "-";
}

constexpr std::array headings{"rank",    "time",   "",      "speed-up", "= waits", "+ cores",
                              "= conc.", "x par.", "ideal", "busy",     "memory"};
constexpr std::array widths{5, 9, 8, 9, 9, 9, 9, 9, 8, 8, 10};
using Columns = std::array<std::string, headings.size()>;

void print_row(std::ostream& out, const std::string& contestant, const Columns& columns) {
  out << "  " << std::left << std::setw(13) << contestant << std::right;
  for (std::size_t i = 0; i < columns.size(); ++i) out << std::setw(widths[i]) << columns[i];
  out << '\n';
}

bool explains_itself(const Standing* standing) {
  return standing->result->status == Status::ok &&
         role_of(standing->result->cell.contestant->runtime) == Role::model;
}

void print(std::ostream& out, const Comparison& comparison) {
  out << comparison.kind << '/' << comparison.workload;
  for (const auto& [name, value] : comparison.parameters) out << "  " << name << ' ' << simul::shown(value);
  if (comparison.baseline == "extrapolated") out << "  (baseline extrapolated)";
  if (comparison.baseline == "none") out << "  (no baseline)";
  out << '\n';
  Columns heading;
  std::ranges::copy(headings, heading.begin());
  print_row(out, "", heading);
  std::vector<const Standing*> rows;
  for (const Standing& standing : comparison.standings) rows.push_back(&standing);
  std::ranges::stable_sort(
      rows, {}, [](const Standing* s) { return std::pair(s->result->status != Status::ok, s->wall_s); });
  for (const Standing* s : rows) {
    const std::string& name = s->result->cell.contestant->name;
    if (s->result->status != Status::ok) {
      out << "  " << std::left << std::setw(13) << name << "  " << s->sentence << '\n';
      continue;
    }
    print_row(out, name,
              {rank_of(*s), duration(s->wall_s), spread(*s), shown(*s, "speedup"), shown(*s, "wait_overlap"),
               shown(*s, "useful_parallelism"), shown(*s, "concurrency_gain"), shown(*s, "parallelism_gain"),
               percent(*s, "of_ideal"), shown(*s, "cores_busy"), mebibytes(*s)});
  }
  std::string unstable;
  for (const Standing* s : rows) {
    if (s->stability.verdict == Stability::Verdict::unstable)
      unstable += (unstable.empty() ? "" : ", ") + s->result->cell.contestant->name;
  }
  if (!unstable.empty()) out << "  unstable: " << unstable << '\n';
  const auto first = std::ranges::find_if(rows, explains_itself);
  if (first != rows.end())
    out << "  " << (*first)->result->cell.contestant->name << ": " << (*first)->sentence << ".\n";
  out << '\n';
}

}  // namespace

void print_list(std::ostream& out, const std::vector<Cell>& cells, const std::vector<Cell>& references) {
  std::size_t holes = 0;
  for (const Cell& cell : cells) {
    out << cell.name;
    if (cell.unsupported) out << "  unsupported: " << *cell.unsupported, ++holes;
    out << '\n';
  }
  std::map<std::string, std::size_t> more;
  for (const Cell& cell : references) ++more[cell.contestant->runtime];
  for (const auto& [runtime, count] : more)
    out << "# " << runtime << ", a reference, has " << count << " more: --runtime " << runtime << '\n';
  std::set<std::string> workloads;
  for (const Cell& cell : cells) workloads.insert(cell.contestant->kind + '/' + cell.contestant->workload);
  out << "# " << cells.size() << " cells of " << workloads.size() << " workloads, " << holes
      << " of them unsupported\n";
}

void print_metg(std::ostream& out, const std::vector<GrainSweep>& sweeps) {
  for (const GrainSweep& sweep : sweeps) {
    out << "METG(50 %)  " << sweep.kind << '/' << sweep.workload;
    for (const auto& [name, value] : sweep.parameters) out << "  " << name << ' ' << simul::shown(value);
    out << '\n';
    std::vector<const GrainSweep::Entry*> rows;
    for (const GrainSweep::Entry& entry : sweep.entries) rows.push_back(&entry);
    std::ranges::stable_sort(rows, {}, [](const GrainSweep::Entry* entry) {
      return entry->metg_s.value.value_or(std::numeric_limits<double>::infinity());
    });
    for (const GrainSweep::Entry* entry : rows) {
      out << "  " << std::left << std::setw(13) << entry->contestant << std::right;
      if (entry->metg_s.value)
        out << std::setw(10) << duration(*entry->metg_s.value);
      else
        out << "  " << entry->metg_s.reason;
      if (entry->interval.bounds)
        out << "  " << duration(entry->interval.bounds->first) << " to "
            << duration(entry->interval.bounds->second);
      out << '\n';
    }
    out << '\n';
  }
  if (!sweeps.empty())
    out << "METG(50 %): how long a task takes, with what the runtime adds, when half of that is useful: less "
           "is better\n";
}

void print_comparison(std::ostream& out, const std::vector<Comparison>& comparisons) {
  for (const Comparison& comparison : comparisons) print(out, comparison);
  out << "speed-up = waits (mean number of the baseline's waits in progress at once) + cores (usefully "
         "busy)\n"
         "speed-up = conc. (on one CPU) x par. (what further CPUs add)\n"
         "time: median of verified runs and its 95 % interval; ideal: share of the physical limit reached; "
         "busy: mean number of "
         "cores in use\n";
}

}  // namespace simul
