#include "benchmarks/harness/table.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <iomanip>
#include <iterator>
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

// "7:05"
std::string minutes(double s) {
  const long whole = std::lround(s), seconds = whole % 60;
  return std::to_string(whole / 60) + (seconds < 10 ? ":0" : ":") + std::to_string(seconds);
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

// Of the first column, for all names of one table.
int width_for(const auto& rows, auto name_of_row) {
  std::size_t width = 13;
  for (const auto& row : rows) width = std::max(width, std::string_view(name_of_row(row)).size());
  return static_cast<int>(width);
}

void print_row(std::ostream& out, const std::string& contestant, int width, const Columns& columns) {
  out << "  " << std::left << std::setw(width) << contestant << std::right;
  for (std::size_t i = 0; i < columns.size(); ++i) out << std::setw(widths[i]) << columns[i];
  out << '\n';
}

bool explains_itself(const Standing* standing) {
  return standing->result->status == Status::ok &&
         role_of(standing->result->cell.contestant->runtime) == Role::model;
}

// A comparison, a sweep: whatever is about one problem.
void print_title(std::ostream& out, const auto& about) {
  out << about.kind << '/' << about.workload;
  for (const auto& [name, value] : about.parameters) out << "  " << name << ' ' << simul::shown(value);
}

void print_baseline(std::ostream& out, const std::string& baseline) {
  if (baseline == "extrapolated") out << "  (baseline extrapolated)";
  if (baseline == "none") out << "  (no baseline)";
}

void print(std::ostream& out, const Comparison& comparison) {
  print_title(out, comparison);
  print_baseline(out, comparison.baseline);
  out << '\n';
  const auto name = [](const Standing& standing) -> const std::string& {
    return standing.result->cell.contestant->name;
  };
  const int width = width_for(comparison.standings, name);
  Columns heading;
  std::ranges::copy(headings, heading.begin());
  print_row(out, "", width, heading);
  std::vector<const Standing*> rows;
  for (const Standing& standing : comparison.standings) rows.push_back(&standing);
  std::ranges::stable_sort(
      rows, {}, [](const Standing* s) { return std::pair(s->result->status != Status::ok, s->wall_s); });
  for (const Standing* s : rows) {
    if (s->result->status != Status::ok) {
      out << "  " << std::left << std::setw(width) << name(*s) << "  " << s->sentence << '\n';
      continue;
    }
    print_row(out, name(*s), width,
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

std::string shown(const Metric& metric) { return metric.value ? in_words(*metric.value) : "-"; }

std::string shown(const Scaling::Point& point) {
  if (point.status != Status::ok) return name_of(point.status);
  if (!point.speedup.value) return "-";
  return shown(point.speedup) + " (" + shown(point.self_speedup) + ')';
}

// At the most workers that have a CPU each; none: all of them are more.
std::string serial_share(const Scaling::Entry& entry) {
  std::string share = "-";
  for (const Scaling::Point& point : entry.points) {
    if (!point.oversubscribed) share = shown(point.karp_flatt);
  }
  return share;
}

// Every count that some contestant was run with, and whether there are fewer CPUs.
std::map<unsigned, bool> counts_of(const Scaling& scaling) {
  std::map<unsigned, bool> counts;
  for (const Scaling::Entry& entry : scaling.entries) {
    for (const Scaling::Point& point : entry.points) counts.emplace(point.workers, point.oversubscribed);
  }
  return counts;
}

void print(std::ostream& out, const Scaling& scaling) {
  constexpr int point_width = 15, width = 8;
  const int name_width = width_for(scaling.entries, [](const auto& entry) { return entry.contestant; });
  const auto counts = counts_of(scaling);
  out << "scaling  ";
  print_title(out, scaling);
  print_baseline(out, scaling.baseline);
  out << "\n  " << std::setw(name_width) << "" << std::right;
  for (const auto& [count, oversubscribed] : counts)
    out << std::setw(point_width) << std::to_string(count) + (oversubscribed ? "*" : "");
  out << std::setw(width) << "COST" << std::setw(width) << "serial" << '\n';
  for (const Scaling::Entry& entry : scaling.entries) {
    out << "  " << std::left << std::setw(name_width) << entry.contestant << std::right;
    for (const auto& [count, oversubscribed] : counts) {
      const auto point = std::ranges::find(entry.points, count, &Scaling::Point::workers);
      out << std::setw(point_width) << (point == entry.points.end() ? "" : shown(*point));
    }
    const std::string cost = entry.cost.value ? std::to_string(std::llround(*entry.cost.value)) : "-";
    out << std::setw(width) << cost << std::setw(width) << serial_share(entry) << '\n';
  }
  out << '\n';
}

// Of one pool on one problem, for the same reason or none.
bool differ_in_workers_only(const Cell& a, const Cell& b) {
  return a.contestant == b.contestant && a.problem == b.problem && a.unsupported == b.unsupported;
}

}  // namespace

void print_list(std::ostream& out, const std::vector<Cell>& cells, const std::vector<Cell>& references) {
  for (auto cell = cells.begin(); cell != cells.end();) {
    out << cell->name;
    auto next = std::next(cell);
    for (; next != cells.end() && differ_in_workers_only(*cell, *next); ++next) out << ',' << next->workers;
    if (cell->unsupported) out << "  unsupported: " << cell->unsupported->reason;
    out << '\n';
    cell = next;
  }
  std::map<std::string, std::size_t> more;
  for (const Cell& cell : references) ++more[cell.contestant->runtime];
  for (const auto& [runtime, count] : more)
    out << "# " << runtime << ", a reference, has " << count << " more: --runtime " << runtime << '\n';
  std::set<std::string> workloads;
  for (const Cell& cell : cells) workloads.insert(cell.contestant->kind + '/' + cell.contestant->workload);
  out << "# " << cells.size() << " cells of " << workloads.size() << " workloads, "
      << std::ranges::count_if(cells, [](const Cell& cell) { return cell.unsupported.has_value(); })
      << " of them unsupported\n";
}

void print_scaling(std::ostream& out, const std::vector<Scaling>& all) {
  for (const Scaling& scaling : all) print(out, scaling);
  if (!all.empty())
    out << "scaling over workers: the speed-up against `sequential` and, in brackets, against itself with "
           "one worker; *: more workers than CPUs\n"
           "COST: the fewest workers that beat `sequential`; serial: the share of its time that further "
           "workers do not shorten (Karp-Flatt), at the most workers that have a CPU each\n";
}

void print_metg(std::ostream& out, const std::vector<GrainSweep>& sweeps) {
  for (const GrainSweep& sweep : sweeps) {
    out << "METG(50 %)  ";
    print_title(out, sweep);
    out << '\n';
    std::vector<const GrainSweep::Entry*> rows;
    for (const GrainSweep::Entry& entry : sweep.entries) rows.push_back(&entry);
    std::ranges::stable_sort(rows, {}, [](const GrainSweep::Entry* entry) {
      return entry->metg_s.value.value_or(std::numeric_limits<double>::infinity());
    });
    const int width = width_for(rows, [](const auto* entry) { return entry->contestant; });
    for (const GrainSweep::Entry* entry : rows) {
      out << "  " << std::left << std::setw(width) << entry->contestant << std::right;
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

void print_time(std::ostream& out, const Spent& spent, double all_s) {
  out << "took " << minutes(all_s);
  const char* separator = " (";
  for (std::size_t job = 0; job < job_names.size(); ++job) {
    if (spent.by_job[job] == 0) continue;
    out << separator << job_names[job] << ' ' << minutes(spent.by_job[job]);
    separator = ", ";
  }
  out << (*separator == ',' ? ")\n" : "\n");
}

}  // namespace simul
