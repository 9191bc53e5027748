#include "benchmarks/harness/table.hpp"

#include <gmock/gmock.h>

#include <sstream>

#include "benchmarks/harness/enter.hpp"
#include "tests/benchmarks/harness/made_up.hpp"
#include "tests/benchmarks/harness/toy.hpp"

namespace {

using namespace simul;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::string listed(const std::vector<Cell>& cells) {
  std::ostringstream out;
  print_list(out, cells, {});
  return out.str();
}

TEST(List, HasOneLineForAPoolWhateverItsWorkers) {
  auto cells = select({.profile = "smoke", .filter = "fork_pool|coro/", .workers = {1, 2, 4}},
                      {.cpus = 2, .workers = 2, .threads = 1000, .open_files = 1000});
  EXPECT_EQ(listed(cells),
            "cpu/toy/coro/tasks:3/shift:1\n"
            "cpu/toy/fork_pool/tasks:3/shift:1/workers:1,2,4\n"
            "# 4 cells of 1 workloads, 0 of them unsupported\n");
  cells.back().unsupported = Hole("too many");
  EXPECT_THAT(listed(cells),
              HasSubstr("/workers:1,2\ncpu/toy/fork_pool/tasks:3/shift:1/workers:4  unsupported: too many\n"
                        "# 4 cells of 1 workloads, 1 of them unsupported\n"));
}

// A contestant that is not entered, and so may have any name.
template <class Probe>
struct Idle {
  static constexpr auto lanes = Lanes::one;
  Idle(const toy::Parameters&, unsigned, Probe&) {}
  toy::Answer run(std::uint64_t) { return {}; }
};

TEST(ComparisonTable, KeepsItsColumnsWhateverTheNames) {
  const ContestantOf<toy::Workload, Idle> short_one("tbb"), long_one("threads_pool_cutoff");
  const Result results[]{{.cell = {.contestant = &short_one}, .status = Status::ok},
                         {.cell = {.contestant = &long_one}, .status = Status::ok}};
  Comparison comparison{.kind = "cpu", .workload = "toy", .baseline = "measured"};
  for (const Result& result : results) {
    Standing& standing = comparison.standings.emplace_back();
    standing.result = &result;
    standing.wall_s = 1e-3;
  }
  std::ostringstream out;
  print_comparison(out, {comparison});
  std::istringstream table(out.str());
  std::string title, heading, first, second;
  for (std::string* line : {&title, &heading, &first, &second}) std::getline(table, *line);
  EXPECT_THAT(second, HasSubstr("threads_pool_cutoff"));
  EXPECT_EQ(first.find("1.00 ms"), second.find("1.00 ms")) << out.str();
  EXPECT_EQ(heading.size(), first.size()) << out.str();
}

Scaling::Point point(unsigned workers, double speedup, double self_speedup) {
  Scaling::Point point{};
  point.workers = workers;
  point.oversubscribed = workers > 64;
  point.status = Status::ok;
  point.speedup = Metric::known(speedup);
  point.self_speedup = Metric::known(self_speedup);
  point.karp_flatt = Metric::known(0.01 * workers);
  return point;
}

std::string printed(const std::vector<Scaling>& all) {
  std::ostringstream out;
  print_scaling(out, all);
  return out.str();
}

Scaling of_two_pools() {
  Scaling scaling{};
  scaling.kind = "cpu", scaling.workload = "toy", scaling.cpus = 64, scaling.baseline = "measured";
  scaling.parameters = {{"tasks", Value(std::int64_t{3})}};
  scaling.entries = {
      {"tbb", "tbb", {point(1, 0.9, 1), point(64, 40, 44.4), point(128, 41, 45.5)}, Metric::known(64)},
      {"uv_pool", "uv", {point(1, 0.8, 1), point(64, 30, 37.5)}, Metric::unknown("a reason")}};
  scaling.entries[1].points[1].status = Status::crashed;
  return scaling;
}

TEST(ScalingTable, HasAColumnPerCountAndBothSpeedUps) {
  const std::string table = printed({of_two_pools()});
  EXPECT_THAT(table, HasSubstr("scaling  cpu/toy  tasks 3\n"));
  EXPECT_THAT(table, HasSubstr("            1             64           128*    COST  serial\n"));
  EXPECT_THAT(table,
              HasSubstr("  tbb              0.90 (1.00)    40.0 (44.4)    41.0 (45.5)      64    0.64\n"));
  EXPECT_THAT(table,
              HasSubstr("  uv_pool          0.80 (1.00)        crashed                      -    0.64\n"));
  EXPECT_THAT(table, HasSubstr("*: more workers than CPUs"));
}

TEST(ScalingTable, KeepsItsColumnsUnderALongName) {
  Scaling scaling = of_two_pools();
  scaling.entries[0].contestant = "threads_pool_cutoff";
  EXPECT_THAT(printed({scaling}), HasSubstr("\n  threads_pool_cutoff    0.90 (1.00)    40.0"));
  EXPECT_THAT(printed({scaling}), HasSubstr("\n  uv_pool                0.80 (1.00)"));
}

// The gain over oneself is never shown alone: it flatters whoever is slow with one worker.
TEST(ScalingTable, ShowsNoSelfSpeedUpWithoutABaseline) {
  Scaling scaling = of_two_pools();
  scaling.baseline = "none";
  for (auto& entry : scaling.entries) {
    for (auto& each : entry.points) each.speedup = Metric::unknown("no baseline");
  }
  EXPECT_THAT(printed({scaling}), HasSubstr("(no baseline)"));
  EXPECT_THAT(printed({scaling}), Not(HasSubstr("44.4")));
}

TEST(ScalingTable, IsNothingWithoutASweep) { EXPECT_THAT(printed({}), IsEmpty()); }

std::string line(const Spent& spent, double all_s) {
  std::ostringstream out;
  print_time(out, spent, all_s);
  return out.str();
}

TEST(Time, IsToldInMinutesAndForWhatThereWas) {
  EXPECT_EQ(line({.by_job = {0, 61.4, 0, 0, 9.5}, .by_workload = {}}, 74.6), "took 1:15 (timed 1:01, memory 0:10)\n");
  EXPECT_EQ(line({.by_job = {0, 3599.7, 0, 0, 0}, .by_workload = {}}, 3661), "took 61:01 (timed 60:00)\n");
}

TEST(Time, OfNothingIsAllThereIs) { EXPECT_EQ(line({}, 0.4), "took 0:00\n"); }

}  // namespace
