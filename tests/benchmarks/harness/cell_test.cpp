#include "benchmarks/harness/cell.hpp"

#include <gmock/gmock.h>

#include <regex>

#include "benchmarks/harness/enter.hpp"
#include "tests/benchmarks/harness/toy.hpp"

namespace {

using namespace simul;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const Limits limits{.cpus = 3, .workers = 3, .threads = 1000, .open_files = 1000};

std::vector<std::string> names(Selection selection) {
  std::vector<std::string> all;
  for (const Cell& cell : select(selection, limits)) all.push_back(cell.name);
  return all;
}
std::vector<std::string> matching(std::string filter) {
  return names({.profile = "quick", .filter = std::move(filter)});
}

TEST(Selection, SearchesTheNamesOfTheCells) {
  EXPECT_THAT(matching("coro/.*shift:2"), ElementsAre("cpu/toy/coro/tasks:4/shift:2"));
  EXPECT_THAT(matching("^cpu/toy/coro/"),
              ElementsAre("cpu/toy/coro/tasks:3/shift:1", "cpu/toy/coro/tasks:4/shift:2"));
  EXPECT_THAT(matching("no/such"), IsEmpty());
}

TEST(Selection, IsNegatedByAMinusInFront) {
  EXPECT_THAT(matching("-."), IsEmpty());
  EXPECT_THAT(matching("-toy/[^c].*|shift:2"),
              ElementsAre("cpu/toy/coro/tasks:3/shift:1", "cpu/toy/coro_b/tasks:3/shift:1"));
  EXPECT_EQ(matching("-coro").size() + matching("coro").size(), matching("all").size());
}

TEST(Selection, OfAllIsEverything) {
  EXPECT_THAT(matching("all"), SizeIs(18));
  EXPECT_EQ(matching("all"), matching("."));
  EXPECT_EQ(matching("all"), matching(""));
}

TEST(Selection, MayNameRuntimes) {
  EXPECT_THAT(names({.profile = "smoke", .runtimes = {"coro"}}),
              ElementsAre("cpu/toy/coro/tasks:3/shift:1", "cpu/toy/coro_b/tasks:3/shift:1"));
  EXPECT_THAT(names({.profile = "smoke", .filter = "coro_b", .runtimes = {"coro", "uv"}}), SizeIs(1));
}

// Or results would depend on whether its library was there.
TEST(Selection, HasAReferenceOnlyWhereItIsNamed) {
  EXPECT_THAT(matching("toy/asio"), IsEmpty());
  EXPECT_THAT(names({.profile = "smoke", .runtimes = {"asio", "uv"}}),
              ElementsAre("cpu/toy/uv/tasks:3/shift:1", "cpu/toy/asio/tasks:3/shift:1"));
}

TEST(Selection, KnowsWhatItLeavesOutForNotBeingNamed) {
  const auto left_out = unnamed_references({.profile = "quick", .filter = "shift:2"}, limits);
  ASSERT_THAT(left_out, SizeIs(1));
  EXPECT_EQ(left_out[0].name, "cpu/toy/asio/tasks:4/shift:2");
  EXPECT_THAT(unnamed_references({.filter = "no/such"}, limits), IsEmpty());
  EXPECT_THAT(unnamed_references({.runtimes = {"coro"}}, limits), IsEmpty());
  EXPECT_THAT(how_to_select({.filter = "toy/asio"}, limits), HasSubstr("--runtime asio"));
  EXPECT_THAT(how_to_select({.filter = "no/such"}, limits), HasSubstr("simul list"));
}

TEST(Selection, HasThePointsOfItsProfile) {
  const auto of = [](const char* profile) { return names({.profile = profile, .runtimes = {"floor"}}); };
  EXPECT_THAT(of("smoke"), SizeIs(1));
  EXPECT_THAT(of("quick"), SizeIs(2));
  EXPECT_THAT(of("full"), SizeIs(3));
}

TEST(Selection, ThrowsForAFilterThatIsNone) { EXPECT_THROW(matching("("), std::regex_error); }

TEST(Cell, NamesItsWorkersOnlyIfItHasAPool) {
  EXPECT_THAT(names({.profile = "smoke", .filter = "pool"}),
              ElementsAre("cpu/toy/fork_pool/tasks:3/shift:1/workers:3"));  // as many as CPUs
  EXPECT_THAT(names({.profile = "smoke", .filter = "pool|threads", .workers = {7}}),
              ElementsAre("cpu/toy/threads/tasks:3/shift:1", "cpu/toy/fork_pool/tasks:3/shift:1/workers:7"));
}

TEST(Cell, OfOneLaneHasOneWorker) {
  for (const Cell& cell : select({.profile = "smoke", .workers = {7}}, limits))
    EXPECT_EQ(cell.workers, cell.contestant->lanes == Lanes::one ? 1U : 7U) << cell.name;
}

std::vector<std::string> pools(const Selection& selection, unsigned cpus = 3) {
  const Limits some{.cpus = cpus, .workers = cpus, .threads = 1000, .open_files = 1000};
  std::vector<std::string> all;
  for (const Cell& cell : select(selection, some)) {
    EXPECT_EQ(cell.name.find("/workers:") != std::string::npos, cell.contestant->name == "fork_pool")
        << cell.name;
    if (cell.contestant->lanes == Lanes::workers)
      all.push_back(std::to_string(cell.workers) + (cell.swept ? "" : " headline"));
    else
      EXPECT_FALSE(cell.swept) << cell.name;
  }
  return all;
}

TEST(Cell, OfAPoolIsSweptOverWorkers) {
  const std::string smoke = "smoke";
  EXPECT_THAT(pools({.profile = smoke, .workers = {1, 2, 4}}), ElementsAre("1", "2 headline", "4"));
  EXPECT_THAT(pools({.profile = smoke, .workers = {1, 2, 4}}, 64), ElementsAre("1", "2", "4 headline"));
  EXPECT_THAT(pools({.profile = smoke, .workers = {8, 64}}), ElementsAre("8 headline", "64"));
  EXPECT_THAT(pools({.profile = smoke}), ElementsAre("3 headline"));
}

TEST(Cell, OfThePoolIsSweptByTheFullProfile) {
  const std::string one = "tasks:3/shift:1";
  EXPECT_THAT(pools({.profile = "full", .filter = one}, 6), ElementsAre("1", "2", "4", "6 headline", "12"));
  EXPECT_THAT(pools({.profile = "quick", .filter = one}, 6), ElementsAre("6 headline"));
  EXPECT_THAT(pools({.profile = "full", .filter = one, .workers = {5}}, 6), ElementsAre("5 headline"));
  EXPECT_THAT(pools({.profile = "full", .filter = "tasks:3/.*workers:(2|4)$"}, 6),
              ElementsAre("2", "4 headline"));
}

// One problem object for all counts: so is told that they are one sweep.
TEST(Cell, OfAPoolHasOneProblemWhateverItsWorkers) {
  const auto cells = select({.profile = "smoke", .filter = "fork_pool", .workers = {1, 2}}, limits);
  ASSERT_EQ(cells.size(), 2U);
  EXPECT_EQ(cells[0].problem, cells[1].problem);
}

TEST(Cell, OfATaskPerThreadHasTheWorkersOfTheHeadline) {
  for (const Cell& cell : select({.profile = "smoke", .filter = "/threads/", .workers = {1, 2, 4}}, limits))
    EXPECT_EQ(cell.workers, 2U);
}

TEST(Cell, SharesItsProblemWithTheOtherContestants) {
  for (const Cell& cell : select({.profile = "smoke"}, limits))
    EXPECT_EQ(cell.problem_name(), "cpu/toy/tasks:3/shift:1");
}

TEST(Cell, ThatCannotBeRunHereSaysWhy) {
  const auto cells = select({.profile = "quick", .runtimes = {"uv"}}, limits);
  ASSERT_EQ(cells.size(), 2U);
  EXPECT_FALSE(cells[0].unsupported);
  ASSERT_TRUE(cells[1].unsupported);
  EXPECT_EQ(cells[1].unsupported->reason, "shifts by 1 only, on any of 3 CPUs");
}

// A toy whose tasks have a file each, done by somebody with reasons of his own not to do more than three.
struct Archive : toy::Workload {
  template <class Limits>
  static auto unsupported(const toy::Parameters& p, const Limits& limits) {
    return limits.unmet({{Limits::Supply::open_files, p.tasks, "a file per task"}});
  }
};
template <class Probe>
struct Archivist {
  static constexpr auto lanes = Lanes::one;
  static std::optional<std::string> unsupported(const toy::Parameters& p, const Limits&) {
    return p.shift > 3 ? std::optional("he is tired") : std::nullopt;
  }
  Archivist(const toy::Parameters&, unsigned, Probe&) {}
  toy::Answer run(std::uint64_t) { return {}; }
};

TEST(Cell, OfAWorkloadThatThisMachineCannotHaveIsAHoleWhoeverWouldDoIt) {
  const ContestantOf<Archive, Archivist> contestant("archivist");  // not entered
  const auto hole = [&](toy::Parameters p) { return contestant.unsupported(ProblemOf<Archive>(p), limits); };
  EXPECT_FALSE(hole({100, 3}));
  ASSERT_TRUE(hole({1'000, 3}));
  EXPECT_THAT(hole({1'000, 3})->reason, HasSubstr("a file per task"));
  ASSERT_TRUE(hole({1'000, 4}));
  EXPECT_EQ(hole({1'000, 4})->reason, "he is tired");  // what is peculiar to the contestant comes first
}

TEST(Cell, IsFoundByItsName) {
  const Selection selection{.profile = "quick", .workers = {7}};
  for (const Cell& cell : select(selection, limits)) {
    const auto found = cell_named(cell.name, selection, limits);
    ASSERT_TRUE(found) << cell.name;
    EXPECT_EQ(found->name, cell.name);
    EXPECT_EQ(found->contestant, cell.contestant);
    EXPECT_EQ(found->workers, cell.workers);
    EXPECT_EQ(found->problem_name(), cell.problem_name());
    EXPECT_FALSE(found->unsupported);  // not asked, even of the one that cannot
  }
  EXPECT_FALSE(cell_named("cpu/toy/coro/tasks:5/shift:3", selection, limits));  // of another profile
  EXPECT_FALSE(cell_named("cpu/toy/nobody/tasks:3/shift:1", selection, limits));
}

TEST(Cell, HasItsPlaceAmongTasksOfOtherLengths) {
  const auto cells = select({.profile = "quick", .filter = "/coro/"}, limits);
  const auto place = place_in_sweep(cells.at(1));
  ASSERT_TRUE(place);
  EXPECT_EQ(place->sweep, "cpu/toy/tasks:4");
  EXPECT_EQ(place->length, 2);
}

std::vector<std::string> with_yardsticks(const Selection& selection) {
  auto cells = select(selection, limits);
  add_yardsticks(cells, selection, limits);
  std::vector<std::string> all;
  for (const Cell& cell : cells) all.push_back(cell.name);
  return all;
}

TEST(Yardsticks, JoinWhatIsMeasuredAgainstThem) {
  EXPECT_THAT(with_yardsticks({.profile = "quick", .filter = "/coro/.*shift:2"}),
              ElementsAre("cpu/toy/sequential/tasks:4/shift:2", "cpu/toy/floor/tasks:4/shift:2",
                          "cpu/toy/coro/tasks:4/shift:2"));
  EXPECT_THAT(with_yardsticks({.profile = "smoke", .runtimes = {"uv"}}),
              ElementsAre("cpu/toy/sequential/tasks:3/shift:1", "cpu/toy/floor/tasks:3/shift:1",
                          "cpu/toy/uv/tasks:3/shift:1"));
  EXPECT_THAT(with_yardsticks({.profile = "smoke", .runtimes = {"asio"}}),
              ElementsAre("cpu/toy/sequential/tasks:3/shift:1", "cpu/toy/floor/tasks:3/shift:1",
                          "cpu/toy/asio/tasks:3/shift:1"));
}

TEST(Yardsticks, JoinOnce) {
  const Selection everything{.profile = "full"};
  EXPECT_EQ(with_yardsticks(everything), names(everything));
}

TEST(Yardsticks, JoinNobody) { EXPECT_THAT(with_yardsticks({.filter = "no/such"}), IsEmpty()); }

TEST(Limits, AreThoseOfAMachine) {
  const auto here = limits_of_this_machine();
  EXPECT_GE(here.cpus, 1U);
  EXPECT_GE(here.threads, 1);
  EXPECT_GE(here.open_files, 3);
}

}  // namespace
