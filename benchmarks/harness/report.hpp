// What one process reports of one cell: it travels from the child to the harness as JSON.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "benchmarks/harness/account.hpp"
#include "benchmarks/harness/conditions.hpp"
#include "benchmarks/harness/contestant.hpp"
#include "benchmarks/harness/created.hpp"
#include "benchmarks/harness/json.hpp"
#include "benchmarks/harness/usage.hpp"

namespace simul {

enum class Status { ok, wrong_answer, crashed, timed_out, out_of_memory, unsupported, interrupted };
const char* name_of(Status status);

Json in_json(const Value& value);  // of a parameter

// One verified run.
struct Run {
  double wall_s;
  Usage usage;
  std::vector<std::pair<std::string, double>> counters;
  Conditions conditions;  // of the machine meanwhile
};

// What a journal holds, as it leaves its process.
struct Story {
  std::int64_t start_ns = 0;             // when the run started, on the notes' clock
  std::vector<std::vector<Note>> tasks;  // their notes, in order
};

struct Report {
  Status status = Status::ok;
  std::string reason;  // empty when ok
  std::vector<Run> runs;
  std::int64_t peak_memory_bytes = 0;  // of the main process (VmHWM); 0: it was not a process of its own
  bool has_children = false;           // then that is not all
  std::int64_t peak_tree_bytes = 0;  // the largest PSS seen of the whole tree; 0: not looked at, or none seen
  double kernel_s = 0;               // kernel pass: CPU time of one call, the least of several
  std::optional<Account> account;    // observed pass, of a problem with a journal
  std::optional<Story> story;        // the journal itself, where Order::tells_story
  std::optional<Histogram> latency;   // timed pass: of all runs; none: the workload tells of no latencies
  std::optional<Created> created;     // counted pass
  std::optional<Window> together;     // memory pass: when all tasks were in flight
  std::optional<std::int64_t>
      bytes_together;  // seen from outside within that window; none: `reason` says why
  Json google_rows = Json::array();
  Json google_context = Json::object();
};

void to_json(Json& json, const Report& report);
void from_json(const Json& json, Report& report);

}  // namespace simul
