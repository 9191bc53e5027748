#include <gmock/gmock.h>

#include "benchmarks/harness/comparison.hpp"
#include "tests/benchmarks/harness/made_up.hpp"

namespace {

using namespace simul;
using testing::HasSubstr;

// Results with one wall time per round, and their standings.
class Field {
 public:
  explicit Field(const std::map<std::string, std::vector<double>>& times) {
    std::vector<std::string> names;
    for (const auto& [name, walls] : times) names.push_back(name);
    for (Cell& cell : toy_cells(names)) {
      results_.push_back({.cell = std::move(cell)});
      const auto& walls = times.at(results_.back().cell.contestant->name);
      for (unsigned round = 0; round < walls.size(); ++round) {
        results_.back().runs.push_back({.wall_s = walls[round], .usage = {}, .counters = {}});
        results_.back().rounds.push_back(round);
      }
    }
  }

  Result& result(const std::string& name) {
    return *std::ranges::find(results_, name, [](const Result& r) { return r.cell.contestant->name; });
  }
  void lead(const std::string& name) { leader_ = name; }  // by its median, whatever its rounds
  Standing operator()(const std::string& name) {
    std::vector<Standing> standings;
    for (const Result& result : results_) {
      standings.push_back({.result = &result});
      for (const auto& [round, wall] : wall_by_round(result)) standings.back().wall_s += wall;
      if (result.cell.contestant->name == leader_) standings.back().wall_s = 0;
    }
    rank(standings);
    return *std::ranges::find(standings, &result(name), &Standing::result);
  }

 private:
  std::vector<Result> results_;
  std::string leader_;
};

// Ten rounds that get slower and slower, as on a machine that warms up: pairs do not mind.
std::vector<double> ten(double factor) {
  std::vector<double> walls;
  for (int round = 0; round < 10; ++round) walls.push_back(factor * (1 + 0.3 * round));
  return walls;
}
std::vector<double> now_faster_now_slower() {
  auto walls = ten(1);
  for (std::size_t i = 0; i < walls.size(); ++i) walls[i] *= i % 2 ? 1.04 : 0.97;
  return walls;
}

TEST(Rank, IsByWhatIsSignificantlyFaster) {
  Field field({{"coro", ten(1)}, {"uv", ten(1.05)}, {"threads", ten(1.10)}});
  EXPECT_EQ(field("coro").rank.value, 1);
  EXPECT_EQ(field("uv").rank.value, 2);
  EXPECT_EQ(field("threads").rank.value, 3);
  EXPECT_EQ(field("coro").verdict, "leader");
  EXPECT_EQ(field("uv").verdict, "slower");
}

TEST(Rank, IsSharedByThoseThatCannotBeToldApart) {
  Field field({{"coro", ten(1)}, {"uv", now_faster_now_slower()}, {"threads", ten(1.5)}});
  EXPECT_EQ(field("coro").rank.value, 1);
  EXPECT_EQ(field("uv").rank.value, 1);
  EXPECT_EQ(field("threads").rank.value, 3);
  EXPECT_EQ(field("uv").verdict, "not separated");
}

// Medians over all runs and tests over rounds may disagree.
TEST(Rank, IsOfRoundsAndNotOfMedians) {
  std::vector<double> slow, fast;
  for (int round = 0; round < 12; ++round) {
    fast.push_back(1 + 0.1 * round);
    slow.push_back(fast.back() * 1.01);
  }
  Field field({{"coro", fast}, {"uv", slow}});
  field.lead("uv");
  EXPECT_EQ(field("uv").rank.value, 2);
  EXPECT_EQ(field("uv").verdict, "leader");
  EXPECT_EQ(field("coro").verdict, "not separated");  // whoever is faster than the leader is not slower
}

TEST(Rank, NeedsTenRounds) {
  Field field({{"coro", std::vector<double>(9, 1.0)}, {"uv", ten(2)}});
  EXPECT_FALSE(field("coro").rank.value);
  EXPECT_THAT(field("coro").rank.reason, HasSubstr("fewer than 10 rounds"));
  EXPECT_EQ(field("coro").verdict, "");
  EXPECT_EQ(field("uv").verdict, "leader");  // of those that can be ranked
}

TEST(Rank, IsNotForTheFloor) {
  Field field({{"floor", ten(0.1)}, {"coro", ten(1)}});
  EXPECT_FALSE(field("floor").rank.value);
  EXPECT_EQ(field("coro").rank.value, 1);
  EXPECT_EQ(field("coro").verdict, "leader");
}

TEST(Rank, IsNotForAReference) {
  Field field({{"asio", ten(0.1)}, {"coro", ten(1)}});
  EXPECT_FALSE(field("asio").rank.value);
  EXPECT_THAT(field("asio").rank.reason, HasSubstr("a reference"));
  EXPECT_EQ(field("asio").verdict, "");
  EXPECT_EQ(field("coro").rank.value, 1);
  EXPECT_EQ(field("coro").verdict, "leader");
}

TEST(Rank, IsNotForWhatFailed) {
  for (const auto status : {Status::wrong_answer, Status::crashed, Status::timed_out, Status::out_of_memory,
                            Status::unsupported, Status::interrupted}) {
    Field field({{"liar", ten(0.1)}, {"coro", ten(1)}});
    field.result("liar").status = status;
    EXPECT_FALSE(field("liar").rank.value) << name_of(status);
    EXPECT_EQ(field("liar").verdict, "") << name_of(status);
    EXPECT_EQ(field("coro").rank.value, 1) << name_of(status);
  }
}

TEST(Rank, IsNotForAnExtrapolation) {
  Field field({{"sequential", ten(0.1)}, {"coro", ten(1)}});
  field.result("sequential").extrapolated = true;
  EXPECT_EQ(field("sequential").rank.reason, "extrapolated");
  EXPECT_EQ(field("coro").verdict, "leader");
}

// Pair by pair 10 rounds give p = 2/1024; 21 pairs times that is still below 5 %, and 28 are not: no ranks then,
// and no verdicts, which come from the same tests.
TEST(Rank, HoldsItsErrorOverTheWholeField) {
  const std::vector<std::string> names{"coro",      "coro_b",     "uv",   "threads",
                                       "fork_pool", "sequential", "liar", "thrower"};
  std::map<std::string, std::vector<double>> seven, eight;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto walls = ten(1 + 0.05 * static_cast<double>(i));
    if (i < 7) seven[names[i]] = walls;
    eight[names[i]] = walls;
  }
  EXPECT_EQ(Field(seven)("liar").rank.value, 7);
  EXPECT_FALSE(Field(eight)("thrower").rank.value);
  EXPECT_FALSE(Field(eight)("thrower").rank.reason.empty());
  EXPECT_EQ(Field(seven)("liar").verdict, "slower");
  EXPECT_EQ(Field(eight)("thrower").verdict, "");
}

TEST(WallByRound, IsTheMedianOfARoundsRepetitions) {
  Result result{.cell = toy_cells({"coro"}).front()};
  for (const double wall : {1.0, 2.0, 9.0, 4.0, 6.0})
    result.runs.push_back({.wall_s = wall, .usage = {}, .counters = {}});
  result.rounds = {0, 0, 0, 2, 2};
  EXPECT_THAT(wall_by_round(result), testing::ElementsAre(std::pair(0U, 2.0), std::pair(2U, 5.0)));
}

}  // namespace
