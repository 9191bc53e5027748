#include "benchmarks/harness/sides.hpp"

#include <gmock/gmock.h>

#include "tests/benchmarks/harness/made_up.hpp"

namespace {

using namespace simul;
using testing::ElementsAre;
using testing::IsEmpty;

// Two runs in round 0 and three in round 2; confined, one run in each of the rounds 1 and 2.
Result result_of(const std::string& contestant) {
  Result result{.cell = toy_cells({contestant}).front()};
  for (const double wall : {1.0, 2.0, 9.0, 4.0, 6.0})
    result.runs.push_back({.wall_s = wall, .usage = {.cpu_s = wall / 10}, .counters = {}});
  result.rounds = {0, 0, 2, 2, 2};
  result.confined_s = {7, 8};
  result.confined_rounds = {1, 2};
  return result;
}

TEST(Sides, HaveTheMedianOfEachRound) {
  const Result own = result_of("threads"), baseline = result_of("sequential");
  const Sides sides = sides_of(own, &baseline, nullptr);
  EXPECT_THAT(sides.own.rounds, ElementsAre(0, 2));
  EXPECT_THAT(sides.own.wall_s, ElementsAre(1.5, 6));
  EXPECT_THAT(sides.own.cpu_s, ElementsAre(testing::DoubleEq(0.15), testing::DoubleEq(0.6)));
  EXPECT_EQ(sides.baseline, sides.own);
  EXPECT_THAT(sides.floor.rounds, IsEmpty());
  EXPECT_THAT(sides.confined.rounds, ElementsAre(1, 2));
  EXPECT_THAT(sides.confined.wall_s, ElementsAre(7, 8));
  EXPECT_FALSE(sides.useful_is_baseline);  // the toy has a kernel
}

TEST(Sides, OfOneThreadAreTheSameOnOneCpu) {
  const Result own = result_of("coro");
  const Sides sides = sides_of(own, nullptr, nullptr);
  EXPECT_EQ(sides.confined, sides.own);
  EXPECT_THAT(sides.baseline.rounds, IsEmpty());
}

}  // namespace
