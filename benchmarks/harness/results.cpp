#include "benchmarks/harness/results.hpp"

#include "benchmarks/harness/google_rows.hpp"
#include "benchmarks/harness/scaling.hpp"
#include "benchmarks/harness/summary.hpp"
#include "benchmarks/harness/sweeps.hpp"
#include "benchmarks/harness/trace.hpp"

namespace simul {
namespace {

Json json_of(const Values& values) {
  Json json = Json::object();
  for (const auto& [name, value] : values) json[name] = in_json(value);
  return json;
}

// The metrics, and beside them the reasons of those that are null.
void add_metrics(Json& json, const NamedMetrics& metrics) {
  json["metrics"] = Json::object();
  Json reasons = Json::object();
  for (const auto& [name, metric] : metrics) {
    json["metrics"][name] = or_null(metric.value);
    if (!metric.value) reasons[name] = metric.reason;
  }
  json["null_reasons"] = std::move(reasons);
}

// Beside the metrics: how certain they are. The reason of an interval that is null stands under its metric's name
// with "_interval" behind it.
void add_intervals(Json& json, const NamedIntervals& intervals) {
  json["intervals"] = Json::object();
  for (const auto& [name, interval] : intervals) {
    json["intervals"][name] =
        interval.bounds ? Json{interval.bounds->first, interval.bounds->second} : Json();
    if (!interval.bounds) json["null_reasons"][name + "_interval"] = interval.reason;
  }
}

Json json_of(const Stability& stability) {
  const bool known = stability.verdict != Stability::Verdict::unknown;
  Json reasons = stability.reasons;
  if (!known && reasons.empty()) reasons.push_back("it did not run or was not right");
  return {{"verdict", known ? Json(name_of(stability.verdict)) : Json(nullptr)},
          {"reasons", std::move(reasons)},
          {"disturbed_by", stability.disturbed_by}};
}

Json json_of(const HarnessCost& cost) {
  Json json = {{"clock_step_s", cost.clock_step_s}}, reasons = Json::object();
  for (const auto& [name, metric] : {std::pair("wall_s", cost.wall_s), std::pair("cpu_s", cost.cpu_s),
                                     std::pair("process_s", cost.process_s)}) {
    json[name] = or_null(metric.value);
    if (!metric.value) reasons[name] = metric.reason;
  }
  json["null_reasons"] = std::move(reasons);
  return json;
}

// What is not in any job is the harness itself: comparing, and writing the file.
Json json_of(const Spent& spent, double all_s) {
  const auto by_job = [](const auto& seconds) {
    Json json = Json::object();
    for (std::size_t job = 0; job < job_names.size(); ++job) json[std::string(job_names[job])] = seconds[job];
    return json;
  };
  Json json = {{"all", all_s}, {"jobs", by_job(spent.by_job)}, {"workloads", Json::object()}};
  for (const auto& [workload, seconds] : spent.by_workload) json["workloads"][workload] = by_job(seconds);
  return json;
}

template <class Value>
Json each_run(const Result& result, Value value) {
  Json json = Json::array();
  for (const Run& run : result.runs) json.push_back(value(run));
  return json;
}

Json conditions_of(const Result& result) {
  return {
      {"foreign_cores", each_run(result, [](const Run& r) { return or_null(foreign_cores(r.conditions)); })},
      {"steal_share", each_run(result, [](const Run& r) { return or_null(steal_share(r.conditions)); })},
      {"idle_cores", each_run(result, [](const Run& r) { return or_null(idle_cores(r.conditions)); })},
      {"throttled", each_run(result, [](const Run& r) { return or_null(r.conditions.throttled); })},
      {"load_average", each_run(result, [](const Run& r) { return or_null(r.conditions.load_average); })}};
}

Json counters_of(const Result& result) {
  Json json = Json::object();
  for (const Run& run : result.runs) {
    for (const auto& [name, value] : run.counters) json[name].push_back(value);  // written, a NaN is null
  }
  return json;
}

// Durations in us, but for a bucket's upper end exactly as many digits as the nanoseconds have.
Json json_of(const Histogram& histogram, const LatencyKind& kind) {
  const auto us = [](std::int64_t ns) { return static_cast<double>(ns) / 1e3; };
  Json json = {{"what", kind.what},
               {"load", kind.load},
               {"unit", "us"},
               {"count", histogram.count()},
               {"min", us(histogram.min_ns())},
               {"mean", histogram.mean_ns() / 1e3}};
  for (const auto& [name, percent] : latency_percentiles) {
    const auto value = histogram.percentile_ns(percent);
    json[std::string(name)] = value ? Json(us(*value)) : Json(nullptr);
  }
  json["max"] = us(histogram.max_ns());
  json["buckets"] = Json::array();
  for (const auto& bucket : histogram.buckets())
    json["buckets"].push_back({us(bucket.highest_ns), bucket.count});
  return json;
}

void add_latency(Json& json, const Result& result) {
  const auto kind = result.cell.problem->latency();
  const bool any = kind && result.latency && result.latency->count() > 0;
  json["latency"] = any ? json_of(*result.latency, *kind) : Json(nullptr);
  if (!any)
    json["null_reasons"]["latency"] = kind ? "no run was verified" : "the workload tells of no latencies";
}

void add_memory(Json& json, const MemorySweep& memory) {
  json["memory_points"] = Json::array();
  for (const auto& point : memory.points)
    json["memory_points"].push_back({{"tasks", point.tasks}, {"bytes", point.bytes}});
  json["memory_points_left_out"] = Json::array();
  for (const auto& point : memory.left_out)
    json["memory_points_left_out"].push_back({{"tasks", point.tasks}, {"reason", point.reason}});
}

// Only where traces are kept.
void add_trace(Json& json, const Result& result, unsigned cpus) {
  json["trace"] =
      result.story ? trace_of(result.cell, *result.story, result.observed_s, cpus) : Json(nullptr);
  if (result.story) return;
  const std::string why = why_no_journal(result.cell);
  json["null_reasons"]["trace"] = why.empty() ? "the observed run did not take place" : "it " + why;
}

Json json_of(const Standing& standing) {
  const Result& result = *standing.result;
  const Cell& cell = result.cell;
  const Contestant& contestant = *cell.contestant;
  Values parameters = cell.problem->path();
  for (auto& value : cell.problem->recorded()) parameters.push_back(std::move(value));
  parameters.emplace_back("workers", cell.workers);
  Json json = {
      {"name", cell.name},
      {"kind", contestant.kind},
      {"workload", contestant.workload},
      {"contestant", contestant.name},
      {"runtime", contestant.runtime},
      {"parameters", json_of(parameters)},
      {"status", name_of(result.status)},
      {"reason", result.reason},
      {"extrapolated", result.extrapolated},
      {"wall_s", each_run(result, [](const Run& run) { return run.wall_s; })},
      {"cpu_s", each_run(result, [](const Run& run) { return run.usage.cpu_s; })},
      {"round", result.rounds},
      {"confined_wall_s", result.confined_s},
      {"confined_round", result.confined_rounds},
      {"usage",
       {{"voluntary_switches", each_run(result, [](const Run& r) { return r.usage.voluntary_switches; })},
        {"involuntary_switches", each_run(result, [](const Run& r) { return r.usage.involuntary_switches; })},
        {"minor_faults", each_run(result, [](const Run& r) { return r.usage.minor_faults; })},
        {"major_faults", each_run(result, [](const Run& r) { return r.usage.major_faults; })}}},
      {"counters", counters_of(result)},
      {"conditions", conditions_of(result)},
      {"stability", json_of(standing.stability)}};
  if (const auto& hole = cell.unsupported) {
    if (hole->limit) json["limit"] = *hole->limit;
    if (hole->predicted_s) json["predicted_s"] = *hole->predicted_s;
  }
  add_memory(json, result.memory);
  add_metrics(json, standing.metrics);
  add_intervals(json, standing.intervals);
  add_latency(json, result);
  return json;
}

Json json_of(const Comparison& comparison) {
  Json contestants = Json::array();
  for (const Standing& standing : comparison.standings) {
    Json json = {{"contestant", standing.result->cell.contestant->name},
                 {"runtime", standing.result->cell.contestant->runtime},
                 {"name", standing.result->cell.name},
                 {"status", name_of(standing.result->status)},
                 {"rank", or_null(standing.rank.value)},
                 {"verdict", standing.verdict.empty() ? Json(nullptr) : Json(standing.verdict)},
                 {"wall_s", standing.result->status == Status::ok ? Json(standing.wall_s) : Json(nullptr)},
                 {"wall_s_interval", nullptr},
                 {"stability", json_of(standing.stability)},
                 {"faults", standing.faults},
                 {"cautions", standing.cautions},
                 {"sentence", standing.sentence}};
    if (standing.wall_interval)
      json["wall_s_interval"] = {standing.wall_interval->first, standing.wall_interval->second};
    add_metrics(json, standing.metrics);
    add_intervals(json, standing.intervals);
    if (!standing.rank.value) json["null_reasons"]["rank"] = standing.rank.reason;
    contestants.push_back(std::move(json));
  }
  Json json = {{"kind", comparison.kind},
               {"workload", comparison.workload},
               {"parameters", json_of(comparison.parameters)},
               {"baseline", comparison.baseline},
               {"useful_cpu_from", comparison.useful_cpu},
               {"extra_rounds", comparison.extra_rounds},
               {"ideal_binding", nullptr},
               {"null_reasons", Json::object()},
               {"contestants", std::move(contestants)}};
  if (comparison.ideal_binding) json["ideal_binding"] = *comparison.ideal_binding;
  if (!comparison.ideal_binding) json["null_reasons"]["ideal_binding"] = comparison.no_binding;
  return json;
}

// Stock keys of Google Benchmark's context, even when no cell lived long enough to report one.
Json context_of(const Campaign& campaign, const Invocation& invocation) {
  Json context = Json::object();
  for (const auto& [key, value] : campaign.google_context().items()) {
    context[key] = value;
    if (key == "host_name")
      context["executable"] = invocation.argv.at(0);  // the child's is not what was called
  }
  if (!context.contains("caches")) context["caches"] = Json::array();
  context["simul.version"] = invocation.environment.value("simul_version", "");
  context["simul.build_type"] = invocation.environment.value("build_type", "");
  return context;
}

}  // namespace

Json file_of(const Invocation& invocation, const Campaign& campaign, const std::vector<Comparison>& comparisons,
             double took_s) {
  Json rows = Json::array(), cells = Json::array(), compared = Json::array();
  int family = 0;
  for (const Comparison& comparison : comparisons) {
    compared.push_back(json_of(comparison));
    for (const auto* standings : {&comparison.standings, &comparison.swept}) {
      for (const Standing& standing : *standings) {
        cells.push_back(json_of(standing));
        if (campaign.schedule().traces) add_trace(cells.back(), *standing.result, invocation.cpus);
        if (standing.result->status == Status::ok) add_rows(rows, *standing.result, family++);
      }
    }
  }
  return {{"context", context_of(campaign, invocation)},
          {"benchmarks", std::move(rows)},
          {"simul",
           {{"schema_version", schema_version},
            {"profile", invocation.profile},
            {"seed", invocation.seed},
            {"complete", campaign.complete()},
            {"started", invocation.started},
            {"argv", invocation.argv},
            {"rounds", invocation.rounds},
            {"workers", invocation.workers},
            {"steps_per_us", invocation.steps_per_us},
            {"budget_s", invocation.budget_s},
            {"environment", invocation.environment},
            {"took_s", json_of(campaign.spent(), took_s)},
            {"harness", json_of(campaign.harness_cost())},
            {"cells", std::move(cells)},
            {"comparison", std::move(compared)},
            {"summary", summarize(comparisons)},
            {"metg", grain_sweeps(comparisons, invocation.cpus)},
            {"scaling", scaling_of(comparisons, invocation.cpus)}}}};
}

}  // namespace simul
