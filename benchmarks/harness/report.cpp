#include "benchmarks/harness/report.hpp"

#include <array>
#include <limits>
#include <stdexcept>

namespace simul {
namespace {

constexpr std::array<const char*, 7> status_names{
    "ok", "wrong_answer", "crashed", "timed_out", "out_of_memory", "unsupported", "interrupted"};

Status status_of(const std::string& name) {
  for (std::size_t i = 0; i < status_names.size(); ++i) {
    if (name == status_names[i]) return static_cast<Status>(i);
  }
  throw std::runtime_error("unknown status '" + name + "'");
}

template <class Value>
void take(std::optional<Value>& value, const Json& json) {
  if (!json.is_null()) value = json.get<Value>();
}

Json json_of(const Conditions& c) {
  return {{"window_s", c.window_s},
          {"own_s", c.own_s},
          {"cpus", c.cpus},
          {"busy_s", or_null(c.busy_s)},
          {"busy_step_s", or_null(c.busy_step_s)},
          {"steal_s", or_null(c.steal_s)},
          {"idle_s", or_null(c.idle_s)},
          {"throttled", or_null(c.throttled)},
          {"load_average", or_null(c.load_average)}};
}

Conditions conditions_of(const Json& json) {
  Conditions c{.window_s = json.at("window_s"), .own_s = json.at("own_s"), .cpus = json.at("cpus")};
  take(c.busy_s, json.at("busy_s"));
  take(c.busy_step_s, json.at("busy_step_s"));
  take(c.steal_s, json.at("steal_s"));
  take(c.idle_s, json.at("idle_s"));
  take(c.throttled, json.at("throttled"));
  take(c.load_average, json.at("load_average"));
  return c;
}

Json json_of(const Run& run) {
  Json counters = Json::array();
  for (const auto& [name, value] : run.counters) counters.push_back({name, value});
  const Usage& u = run.usage;
  return {{"wall_s", run.wall_s},
          {"cpu_s", u.cpu_s},
          {"voluntary_switches", u.voluntary_switches},
          {"involuntary_switches", u.involuntary_switches},
          {"minor_faults", u.minor_faults},
          {"major_faults", u.major_faults},
          {"counters", counters},
          {"conditions", json_of(run.conditions)}};
}

Run run_of(const Json& json) {
  Run run{.wall_s = json.at("wall_s"),
          .usage = {.cpu_s = json.at("cpu_s"),
                    .voluntary_switches = json.at("voluntary_switches"),
                    .involuntary_switches = json.at("involuntary_switches"),
                    .minor_faults = json.at("minor_faults"),
                    .major_faults = json.at("major_faults")},
          .counters = {},
          .conditions = conditions_of(json.at("conditions"))};
  for (const auto& counter : json.at("counters")) {
    const Json& value = counter.at(1);  // JSON has no NaN: it arrives as null
    run.counters.emplace_back(
        counter.at(0), value.is_null() ? std::numeric_limits<double>::quiet_NaN() : value.get<double>());
  }
  return run;
}

Json json_of(const Histogram& histogram) {
  Json buckets = Json::array();
  for (const auto& bucket : histogram.buckets()) buckets.push_back({bucket.highest_ns, bucket.count});
  return {{"min_ns", histogram.min_ns()},
          {"max_ns", histogram.max_ns()},
          {"sum_ns", histogram.sum_ns()},
          {"buckets", buckets}};
}

Histogram histogram_of(const Json& json) {
  std::vector<Histogram::Bucket> buckets;
  for (const auto& bucket : json.at("buckets")) buckets.push_back({0, bucket.at(0), bucket.at(1)});
  return {buckets, json.at("min_ns"), json.at("max_ns"), json.at("sum_ns")};
}

Json json_of(const Metric& metric) {
  return {{"value", metric.value ? Json(*metric.value) : Json(nullptr)}, {"reason", metric.reason}};
}

Metric metric_of(const Json& json) {
  if (json.at("value").is_null()) return Metric::unknown(json.at("reason"));
  return Metric::known(json.at("value"));
}

Json json_of(const Account& a) {
  return {{"mean", a.mean},
          {"peak", a.peak},
          {"early_wakes", a.early_wakes},
          {"mean_residence_s", a.mean_residence_s},
          {"little_error", a.little_error},
          {"fairness", json_of(a.fairness)},
          {"running", json_of(a.running)},
          {"waiting", json_of(a.waiting)},
          {"queued_run_queue", json_of(a.queued_run_queue)},
          {"queued_lock", json_of(a.queued_lock)},
          {"queued_runtime", json_of(a.queued_runtime)},
          {"residual", json_of(a.residual)}};
}

Account account_of(const Json& json) {
  return {.mean = json.at("mean"),
          .peak = json.at("peak"),
          .early_wakes = json.at("early_wakes"),
          .mean_residence_s = json.at("mean_residence_s"),
          .little_error = json.at("little_error"),
          .fairness = metric_of(json.at("fairness")),
          .running = metric_of(json.at("running")),
          .waiting = metric_of(json.at("waiting")),
          .queued_run_queue = metric_of(json.at("queued_run_queue")),
          .queued_lock = metric_of(json.at("queued_lock")),
          .queued_runtime = metric_of(json.at("queued_runtime")),
          .residual = metric_of(json.at("residual"))};
}

// Four numbers a note, in one flat array a task: there may be millions.
Json json_of(const Story& story) {
  Json tasks = Json::array();
  for (const auto& notes : story.tasks) {
    Json row = Json::array();
    for (const Note& note : notes) {
      row.push_back(static_cast<std::uint32_t>(note.moment));
      row.push_back(note.at_ns - story.start_ns);
      row.push_back(note.nominal_ns);
      row.push_back(note.lane);
    }
    tasks.push_back(std::move(row));
  }
  return {{"start_ns", story.start_ns}, {"tasks", std::move(tasks)}};
}

Story story_of(const Json& json) {
  Story story{.start_ns = json.at("start_ns"), .tasks = {}};
  for (const auto& row : json.at("tasks")) {
    auto& notes = story.tasks.emplace_back();
    if (row.size() % 4) throw std::runtime_error("half a note");
    for (std::size_t i = 0; i < row.size(); i += 4) {
      if (row[i].get<std::uint32_t>() > static_cast<std::uint32_t>(Moment::end))
        throw std::runtime_error("unknown moment");
      notes.push_back({story.start_ns + row[i + 1].get<std::int64_t>(), row[i + 2],
                       static_cast<Moment>(row[i].get<std::uint32_t>()), row[i + 3]});
    }
  }
  return story;
}

}  // namespace

Json in_json(const Value& value) {
  return std::visit([](const auto& known) { return Json(known); }, value);
}

const char* name_of(Status status) { return status_names[static_cast<std::size_t>(status)]; }

void to_json(Json& json, const Report& report) {
  json = {{"status", name_of(report.status)},
          {"reason", report.reason},
          {"runs", Json::array()},
          {"peak_memory_bytes", report.peak_memory_bytes},
          {"has_children", report.has_children},
          {"kernel_s", report.kernel_s},
          {"account", nullptr},
          {"story", nullptr},
          {"latency", nullptr},
          {"created", nullptr},
          {"together_ns", nullptr},
          {"google_rows", report.google_rows},
          {"google_context", report.google_context}};
  for (const Run& run : report.runs) json["runs"].push_back(json_of(run));
  if (report.account) json["account"] = json_of(*report.account);
  if (report.story) json["story"] = json_of(*report.story);
  if (report.latency) json["latency"] = json_of(*report.latency);
  if (const auto& c = report.created) json["created"] = {c->threads, c->processes, c->allocations, c->bytes};
  if (const auto& t = report.together) json["together_ns"] = {t->from_ns, t->until_ns};
}

void from_json(const Json& json, Report& report) {
  report = {.status = status_of(json.at("status")),
            .reason = json.at("reason"),
            .runs = {},
            .peak_memory_bytes = json.at("peak_memory_bytes"),
            .has_children = json.at("has_children"),
            .kernel_s = json.at("kernel_s"),
            .account = {},
            .story = {},
            .latency = {},
            .created = {},
            .together = {},
            .google_rows = json.at("google_rows"),
            .google_context = json.at("google_context")};
  for (const auto& run : json.at("runs")) report.runs.push_back(run_of(run));
  if (const auto& account = json.at("account"); !account.is_null()) report.account = account_of(account);
  if (const auto& story = json.at("story"); !story.is_null()) report.story = story_of(story);
  if (const auto& latency = json.at("latency"); !latency.is_null()) report.latency = histogram_of(latency);
  if (const auto& c = json.at("created"); !c.is_null())
    report.created = Created{c.at(0), c.at(1), c.at(2), c.at(3)};
  if (const auto& t = json.at("together_ns"); !t.is_null()) report.together = Window{t.at(0), t.at(1)};
}

}  // namespace simul
