#include "benchmarks/harness/table.hpp"

#include <algorithm>
#include <iomanip>
#include <set>

#include "benchmarks/harness/sentence.hpp"

namespace simul {
namespace {

std::string duration(double s) {
  if (s >= 1) return in_words(s) + " s ";
  if (s >= 1e-3) return in_words(s * 1e3) + " ms";
  return in_words(s * 1e6) + " us";
}

std::string bytes(double n) { return in_words(n / (1 << 20)) + " MiB"; }

std::string shown(const Standing& standing, std::string_view name, double scale = 1) {
  for (const auto& [key, metric] : standing.metrics) {
    if (key == name) return metric.value ? in_words(*metric.value * scale) : "-";
  }
  return "-";
}

std::string rank_of(const Standing& standing) {
  return standing.rank.value ? std::to_string(static_cast<int>(*standing.rank.value)) : "-";
}

void print_row(std::ostream& out, const std::string& contestant, const std::vector<std::string>& columns) {
  out << "  " << std::left << std::setw(18) << contestant << std::right;
  for (const auto& column : columns) out << std::setw(12) << column;
  out << '\n';
}

void print(std::ostream& out, const Comparison& comparison) {
  out << comparison.kind << '/' << comparison.workload;
  for (const auto& [name, value] : comparison.parameters) out << "  " << name << ' ' << value;
  if (comparison.baseline == "extrapolated") out << "  (baseline extrapolated)";
  if (comparison.baseline == "none") out << "  (no baseline)";
  out << '\n';
  print_row(out, "",
            {"rank", "time", "speed-up", "= waits", "+ cores", "= conc.", "x par.", "% of ideal",
             "cores busy", "memory"});
  std::vector<const Standing*> rows;
  for (const Standing& standing : comparison.standings) rows.push_back(&standing);
  std::ranges::stable_sort(
      rows, {}, [](const Standing* s) { return std::pair(s->result->status != Status::ok, s->wall_s); });
  for (const Standing* s : rows) {
    const std::string& name = s->result->cell.contestant->name;
    if (s->result->status != Status::ok) {
      out << "  " << std::left << std::setw(18) << name << "  " << s->sentence << '\n';
      continue;
    }
    print_row(out, name,
              {rank_of(*s), duration(s->wall_s), shown(*s, "speedup"), shown(*s, "wait_overlap"),
               shown(*s, "useful_parallelism"), shown(*s, "concurrency_gain"), shown(*s, "parallelism_gain"),
               shown(*s, "of_ideal", 100), shown(*s, "cores_busy"),
               bytes(static_cast<double>(s->result->peak_memory_bytes))});
  }
  for (const Standing* s : rows) {
    if (s->verdict == "leader")
      out << "  " << s->result->cell.contestant->name << ": " << s->sentence << ".\n";
  }
  out << '\n';
}

}  // namespace

void print_list(std::ostream& out, const std::vector<Cell>& cells) {
  std::size_t holes = 0;
  for (const Cell& cell : cells) {
    out << cell.name;
    if (cell.unsupported) out << "  unsupported: " << *cell.unsupported, ++holes;
    out << '\n';
  }
  std::set<std::string> workloads;
  for (const Cell& cell : cells) workloads.insert(cell.contestant->kind + '/' + cell.contestant->workload);
  out << "# " << cells.size() << " cells of " << workloads.size() << " workloads, " << holes
      << " of them unsupported\n";
}

void print_comparison(std::ostream& out, const std::vector<Comparison>& comparisons) {
  for (const Comparison& comparison : comparisons) print(out, comparison);
  out << "speed-up = waits (mean number of the baseline's waits in progress at once) + cores (usefully "
         "busy)\n"
         "speed-up = conc. (on one CPU) x par. (what further CPUs add).  Times are medians of verified "
         "runs.\n";
}

}  // namespace simul
