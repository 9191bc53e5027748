#include "benchmarks/harness/trace.hpp"

#include <gmock/gmock.h>

#include <map>
#include <set>

#include "benchmarks/harness/cli.hpp"
#include "tests/benchmarks/harness/made_up.hpp"

namespace {

using namespace simul;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::int64_t start = 1'000'000;

Note at(std::int64_t ns, Moment moment, std::uint32_t lane, std::int64_t nominal_ns = 0) {
  return {start + ns, nominal_ns, moment, lane};
}

// On lane 70: task 0 runs 1..3 us, waits for nominally 4 until 9, runs to 10. On lane 50: task 1 runs from 2, asks at 4,
// gets at 6, hands over (nominally nothing) from 7 to 8, and ends at 9 us.
Story two_tasks() {
  return {start,
          {{at(1000, Moment::begin, 70), at(3000, Moment::wait, 70, 4000), at(9000, Moment::wake, 70),
            at(10'000, Moment::end, 70)},
           {at(2000, Moment::begin, 50), at(4000, Moment::block, 50), at(6000, Moment::acquire, 50),
            at(7000, Moment::wait, 50), at(8000, Moment::wake, 50), at(9000, Moment::end, 50)}}};
}

Json traced(const Story& story, unsigned cpus = 2, const char* contestant = "threads") {
  return Json::parse(text_of_trace(trace_of(toy_cells({contestant}).front(), story, 12e-6, cpus)));
}

std::vector<Json> events(const Json& trace, const std::string& phase) {
  std::vector<Json> found;
  for (const Json& event : trace.at("traceEvents")) {
    if (event.at("ph") == phase) found.push_back(event);
  }
  return found;
}

// The values of a counter, in their order.
std::vector<std::int64_t> counted(const Json& trace, const std::string& name, const std::string& unit) {
  std::vector<std::int64_t> values;
  for (const Json& event : events(trace, "C")) {
    if (event.at("name") == name) values.push_back(event.at("args").at(unit));
  }
  return values;
}

TEST(Trace, SaysWhatItIsOf) {
  const Json trace = traced(two_tasks());
  EXPECT_EQ(trace.at("displayTimeUnit"), "ms");
  const Json& other = trace.at("otherData");
  EXPECT_EQ(other.at("cell"), "cpu/toy/threads/tasks:3/shift:1");
  EXPECT_EQ(other.at("runtime"), "threads");
  EXPECT_EQ(other.at("parameters"), (Json{{"tasks", 3}, {"shift", 1}, {"steps", 100}, {"workers", 2}}));
  EXPECT_EQ(other.at("wall_s"), 12e-6);
  EXPECT_EQ(other.at("tasks"), 2);
  EXPECT_EQ(other.at("cpus"), 2);
}

TEST(Trace, NamesLanesInTheOrderOfTheirFirstNotes) {
  std::vector<std::string> names;
  for (const Json& event : events(traced(two_tasks()), "M")) names.push_back(event.at("args").at("name"));
  EXPECT_THAT(names, ElementsAre("cpu/toy/threads/tasks:3/shift:1", "thread 0", "thread 1", "tasks"));
  EXPECT_EQ(events(traced(two_tasks(), 2, "fork_pool"), "M").at(1).at("args").at("name"), "process 0");
}

TEST(Trace, HasABarForEachBurst) {
  std::vector<std::string> bars;
  for (const Json& e : events(traced(two_tasks()), "X"))
    bars.push_back(e.at("name").get<std::string>() + " on " + e.at("tid").dump() + ": " + e.at("ts").dump() +
                   " for " + e.at("dur").dump());
  EXPECT_THAT(bars,
              ElementsAre("task 0 on 0: 1.0 for 2.0", "task 1 on 1: 2.0 for 2.0", "task 1 on 1: 6.0 for 1.0",
                          "task 1 on 1: 8.0 for 1.0", "task 0 on 0: 9.0 for 1.0"));
}

TEST(Trace, CutsAWaitAtItsNominalEnd) {
  std::vector<std::string> spans;
  const Json trace = traced(two_tasks());
  for (const Json& e : trace.at("traceEvents")) {
    if (e.contains("id"))
      spans.push_back(e.at("ph").get<std::string>() + e.at("id").dump() + ' ' +
                      e.at("cat").get<std::string>() + ' ' + e.at("ts").dump());
  }
  EXPECT_THAT(spans, ElementsAre("b0 waiting 3.0", "b1 lock 4.0", "e1 lock 6.0", "e0 waiting 7.0",
                                 "b0 late 7.0", "b1 late 7.0", "e1 late 8.0", "e0 late 9.0"));
}

TEST(Trace, CountsTasksAndLanesUpToTheCpus) {
  EXPECT_THAT(counted(traced(two_tasks()), "tasks in flight", "tasks"), ElementsAre(0, 1, 2, 1, 0));
  EXPECT_THAT(counted(traced(two_tasks()), "cores busy", "cores"), ElementsAre(0, 1, 2, 1, 0, 1, 0, 1, 0));
  EXPECT_THAT(counted(traced(two_tasks(), 1), "cores busy", "cores"), ElementsAre(0, 1, 0, 1, 0, 1, 0));
}

// What a viewer needs: sorted times, bars that do not cross on one lane, ends that belong to beginnings.
void expect_well_formed(const Json& trace) {
  std::map<std::int64_t, double> busy_until;
  std::map<std::string, int> open;
  double last_us = 0;
  for (const Json& e : trace.at("traceEvents")) {
    if (e.at("ph") == "M") continue;
    EXPECT_GE(e.at("ts").get<double>(), last_us);
    last_us = e.at("ts");
    if (e.at("ph") == "X") {
      double& until = busy_until[e.at("tid")];
      EXPECT_GE(last_us, until - 1e-6) << e;
      until = last_us + e.at("dur").get<double>();
    } else if (e.at("ph") == "C") {
      for (const auto& [unit, n] : e.at("args").items()) EXPECT_GE(n, 0) << e;
    } else {
      int& depth = open[e.at("id").dump() + e.at("cat").dump()];
      depth += e.at("ph") == "b" ? 1 : -1;
      EXPECT_TRUE(depth == 0 || depth == 1) << e;
    }
  }
  for (const auto& [span, depth] : open) EXPECT_EQ(depth, 0) << span;
  EXPECT_EQ(counted(trace, "tasks in flight", "tasks").back(), 0);
  EXPECT_EQ(counted(trace, "cores busy", "cores").back(), 0);
}

TEST(Trace, IsWellFormed) { expect_well_formed(traced(two_tasks())); }

// Two conversations on one loop, whose waits are not noted: one thread cannot be drawn running both.
TEST(Trace, DrawsNoBarsWhereTasksOverlapOnOneThread) {
  const Json trace = traced({start,
                             {{at(0, Moment::begin, 5), at(8000, Moment::end, 5)},
                              {at(1000, Moment::begin, 5), at(9000, Moment::end, 5)}}});
  EXPECT_TRUE(events(trace, "X").empty());
  EXPECT_EQ(events(trace, "b").size(), 2U);
  EXPECT_EQ(events(trace, "b").at(0).at("cat"), "running");
  EXPECT_THAT(counted(trace, "cores busy", "cores"), ElementsAre(0, 1, 0));
  expect_well_formed(trace);
}

TEST(Trace, OfARealRunIsWellFormed) {
  const Cell cell = toy_cells({"threads"}).front();
  const Report report = carry_out(cell, {.pass = Pass::observed, .tells_story = true});
  const Report travelled = Json::parse(text_of(Json(report)));
  const Json trace = trace_of(cell, travelled.story.value(), report.runs.at(0).wall_s, 2);
  EXPECT_EQ(events(trace, "X").size(), 3U);
  EXPECT_LE(trace.at("traceEvents").back().at("ts"), 1e6 * report.runs[0].wall_s);
  expect_well_formed(trace);
}

struct Choosing : testing::Test {
  static std::variant<Cell, Refusal> chosen(const std::string& filter, const std::string& profile = "smoke") {
    return cell_to_trace({.profile = profile, .filter = filter, .workers = {2}, .steps_per_us = 1},
                         {.cpus = 2, .workers = 2, .threads = 1000, .open_files = 1000});
  }
};

TEST_F(Choosing, TakesTheOneCellThatMatches) {
  EXPECT_EQ(std::get<Cell>(chosen("toy/coro/")).name, "cpu/toy/coro/tasks:3/shift:1");
  // The very name of one is the beginning of another's.
  EXPECT_EQ(std::get<Cell>(chosen("cpu/toy/coro/tasks:3/shift:1", "full")).name,
            "cpu/toy/coro/tasks:3/shift:1");
  EXPECT_EQ(std::get<Cell>(chosen("toy/uv/", "quick")).name,
            "cpu/toy/uv/tasks:3/shift:1");  // the other is a hole
}

// The headline of a sweep, unless another count is named.
TEST_F(Choosing, TakesOneCountOfWorkers) {
  const auto chosen_of_sweep = [](const std::string& filter) {
    return std::get<Cell>(
               cell_to_trace({.profile = "smoke", .filter = filter, .workers = {1, 2, 16}, .steps_per_us = 1},
                             {.cpus = 2, .workers = 2, .threads = 1000, .open_files = 1000}))
        .workers;
  };
  EXPECT_EQ(chosen_of_sweep("fork_pool"), 2U);
  EXPECT_EQ(chosen_of_sweep("fork_pool.*workers:16"), 16U);
  EXPECT_EQ(chosen_of_sweep("cpu/toy/fork_pool/tasks:3/shift:1/workers:1"), 1U);  // the beginning of 16's
}

TEST_F(Choosing, SaysHowAReferenceIsChosen) {
  EXPECT_THAT(std::get<Refusal>(chosen("toy/asio/")).why, HasSubstr("--runtime asio"));
}

TEST_F(Choosing, ListsAtMostFiveOfSeveral) {
  const auto refusal = std::get<Refusal>(chosen("toy", "full"));
  EXPECT_EQ(refusal.status, exit_usage);
  EXPECT_THAT(refusal.why, HasSubstr("name one"));
  std::size_t names = 0;
  for (auto i = refusal.why.find("cpu/toy/"); i != std::string::npos; i = refusal.why.find("cpu/toy/", i + 1))
    ++names;
  EXPECT_EQ(names, 5U);
  EXPECT_THAT(refusal.why, HasSubstr(" more"));
}

TEST_F(Choosing, SaysWhyThereIsNone) {
  EXPECT_EQ(std::get<Refusal>(chosen("no/such")).status, exit_nothing);
  const auto hole = std::get<Refusal>(chosen("toy/uv/tasks:4", "quick"));
  EXPECT_EQ(hole.status, exit_nothing);
  EXPECT_THAT(hole.why, HasSubstr("is unsupported: shifts by 1 only"));
}

}  // namespace
