#include "benchmarks/harness/trace.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "benchmarks/harness/build_info.hpp"
#include "benchmarks/harness/cli.hpp"
#include "benchmarks/harness/spells.hpp"

namespace simul {
namespace {

constexpr int lanes_pid = 1, tasks_pid = 2;  // no processes: the two groups that a viewer shows

// Divided, not multiplied by 1e-3: 1382 ns are to be written 1.382.
double us_of(std::int64_t ns) { return static_cast<double>(ns) / 1000; }

bool would_be_extrapolated(const Cell& cell) {
  return cell.contestant->name == "sequential" && cell.problem->prefix();
}

std::string some_of(const std::vector<Cell>& cells) {
  constexpr std::size_t most = 5;
  std::string names;
  for (std::size_t i = 0; i < std::min(most, cells.size()); ++i) names += (i ? ", " : "") + cells[i].name;
  return names + (cells.size() > most ? " and " + std::to_string(cells.size() - most) + " more" : "");
}

Json parameters_of(const Cell& cell) {
  Json json = Json::object();
  for (const auto& [name, value] : cell.problem->path()) json[name] = in_json(value);
  for (const auto& [name, value] : cell.problem->recorded()) json[name] = in_json(value);
  json["workers"] = cell.workers;
  return json;
}

class Tracing {
 public:
  Tracing(const Cell& cell, const Story& story, unsigned cpus) : story_(story), cpus_(cpus) {
    for (std::size_t task = 0; task < story.tasks.size(); ++task) {
      for (const Spell& spell : spells_of(task, story.tasks[task])) spells_.push_back(spell);
    }
    number_lanes();
    for (const std::uint32_t lane : crowded_lanes(spells_)) crowded_.insert(lane);
    introduce(cell);
  }

  Json events() {
    for (const Spell& spell : spells_) draw(spell);
    count("tasks in flight", "tasks", lives(), INT64_MAX);
    count("cores busy", "cores", lanes_at_work(), cpus_);
    std::ranges::stable_sort(timed_, {}, &std::pair<std::int64_t, Json>::first);
    for (auto& [at, event] : timed_) events_.push_back(std::move(event));
    return std::move(events_);
  }

 private:
  double us(std::int64_t at_ns) const { return us_of(at_ns - story_.start_ns); }
  void add(std::int64_t at_ns, Json event) { timed_.emplace_back(at_ns, std::move(event)); }

  // In the order of their first notes.
  void number_lanes() {
    std::vector<std::pair<std::int64_t, std::uint32_t>> notes;
    for (const auto& task : story_.tasks) {
      for (const Note& note : task) notes.emplace_back(note.at_ns, note.lane);
    }
    std::ranges::stable_sort(notes, {}, &decltype(notes)::value_type::first);
    for (const auto& [at, lane] : notes) lanes_.emplace(lane, lanes_.size());
  }

  void introduce(const Cell& cell) {
    const auto name = [&](Json event, const char* what, std::string called) {
      event["name"] = what;
      event["args"] = {{"name", std::move(called)}};
      events_.push_back(std::move(event));
    };
    name({{"ph", "M"}, {"pid", lanes_pid}}, "process_name", cell.name);
    const std::string each = cell.contestant->runtime == "fork" ? "process " : "thread ";
    for (std::size_t lane = 0; lane < lanes_.size(); ++lane)
      name({{"ph", "M"}, {"pid", lanes_pid}, {"tid", lane}}, "thread_name", each + std::to_string(lane));
    name({{"ph", "M"}, {"pid", tasks_pid}}, "process_name", "tasks");
  }

  // On a lane where tasks overlap there are no bars to draw: bars of one thread must nest.
  void draw(const Spell& spell) {
    switch (spell.kind) {
      case Spell::Kind::burst:
        if (crowded_.contains(spell.from_lane))
          return span(spell.task, "running", spell.from_ns, spell.to_ns);
        return add(spell.from_ns, {{"ph", "X"},
                                   {"pid", lanes_pid},
                                   {"tid", lanes_.at(spell.from_lane)},
                                   {"ts", us(spell.from_ns)},
                                   {"dur", us_of(spell.to_ns - spell.from_ns)},
                                   {"name", "task " + std::to_string(spell.task)},
                                   {"cat", "running"},
                                   {"args", {{"task", spell.task}}}});
      case Spell::Kind::block: return span(spell.task, "lock", spell.from_ns, spell.to_ns);
      case Spell::Kind::wait:
        span(spell.task, "waiting", spell.from_ns, spell.due_ns);
        span(spell.task, "late", spell.due_ns, spell.to_ns);
    }
  }

  void span(std::size_t task, const char* what, std::int64_t from_ns, std::int64_t to_ns) {
    if (from_ns == to_ns) return;  // a hand-over waits for nominally nothing
    for (const auto& [phase, at] : {std::pair("b", from_ns), std::pair("e", to_ns)}) {
      add(at, {{"ph", phase},
               {"pid", tasks_pid},
               {"tid", 0},
               {"id", task},
               {"cat", what},
               {"name", what},
               {"ts", us(at)}});
    }
  }

  Changes lives() const {
    Changes changes;
    for (const auto& notes : story_.tasks) {
      changes.emplace_back(notes.front().at_ns, +1);
      changes.emplace_back(notes.back().at_ns, -1);
    }
    return changes;
  }

  // A lane is at work while a burst is under way on it; not twice while two are.
  Changes lanes_at_work() const {
    std::map<std::uint32_t, Changes> by_lane;
    for (const Spell& spell : spells_) {
      if (spell.kind != Spell::Kind::burst) continue;
      by_lane[spell.from_lane].emplace_back(spell.from_ns, +1);
      by_lane[spell.from_lane].emplace_back(spell.to_ns, -1);
    }
    Changes changes;
    for (auto& [lane, bursts] : by_lane) {
      std::int64_t before = 0;
      for (const auto& [at, level] : levels(std::move(bursts))) {
        if ((before > 0) != (level > 0)) changes.emplace_back(at, level > 0 ? +1 : -1);
        before = level;
      }
    }
    return changes;
  }

  void count(const char* name, const char* unit, Changes changes, std::int64_t most) {
    const auto say = [&](std::int64_t at, std::int64_t n) {
      add(at, {{"ph", "C"}, {"pid", lanes_pid}, {"name", name}, {"ts", us(at)}, {"args", {{unit, n}}}});
    };
    std::int64_t said = 0;
    say(story_.start_ns, 0);
    for (const auto& [at, level] : levels(std::move(changes))) {
      if (std::min(level, most) != said) say(at, said = std::min(level, most));
    }
  }

  const Story& story_;
  unsigned cpus_;
  std::vector<Spell> spells_;
  std::map<std::uint32_t, std::size_t> lanes_;  // by kernel id
  std::set<std::uint32_t> crowded_;
  Json events_ = Json::array();
  std::vector<std::pair<std::int64_t, Json>> timed_;
};

}  // namespace

std::string why_no_journal(const Cell& cell) {
  if (cell.unsupported) return "is unsupported: " + cell.unsupported->reason;
  if (cell.problem->tasks() == 0)
    return "has no journal: its tasks are too short to be observed one by one, or differ between contestants";
  if (would_be_extrapolated(cell)) return "has no journal: it would be extrapolated from a part";
  return {};
}

std::variant<Cell, Refusal> cell_to_trace(const Selection& selection, const Limits& limits) {
  auto cells = select(selection, limits);
  if (cells.empty())
    return Refusal{exit_nothing, "no cell of profile " + selection.profile + " matches '" + selection.filter +
                                     "'; " + how_to_select(selection, limits)};
  const auto named = std::ranges::find(cells, selection.filter, &Cell::name);
  if (named != cells.end())
    cells = {*named};
  else
    std::erase_if(cells, &Cell::swept);
  const Cell first = cells.front();
  std::erase_if(cells, [](const Cell& cell) { return !why_no_journal(cell).empty(); });
  if (cells.empty()) return Refusal{exit_nothing, first.name + ' ' + why_no_journal(first)};
  if (cells.size() > 1)
    return Refusal{exit_usage, '\'' + selection.filter + "' matches " + std::to_string(cells.size()) +
                                   " cells that can be traced; name one: " + some_of(cells)};
  return cells.front();
}

Json trace_of(const Cell& cell, const Story& story, double wall_s, unsigned cpus) {
  return {{"displayTimeUnit", "ms"},
          {"otherData",
           {{"cell", cell.name},
            {"kind", cell.contestant->kind},
            {"workload", cell.contestant->workload},
            {"contestant", cell.contestant->name},
            {"runtime", cell.contestant->runtime},
            {"parameters", parameters_of(cell)},
            {"wall_s", wall_s},
            {"tasks", story.tasks.size()},
            {"cpus", cpus},
            {"simul_version", build_info::version}}},
          {"traceEvents", Tracing(cell, story, cpus).events()}};
}

std::string text_of_trace(const Json& trace) {
  std::string text = "{\"displayTimeUnit\":" + text_of(trace.at("displayTimeUnit")) +
                     ",\"otherData\":" + text_of(trace.at("otherData")) + ",\"traceEvents\":[";
  const char* separator = "\n";
  for (const Json& event : trace.at("traceEvents")) {
    text += separator + text_of(event);
    separator = ",\n";
  }
  return text + "\n]}\n";
}

}  // namespace simul
