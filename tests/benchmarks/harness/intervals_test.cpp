#include "benchmarks/harness/intervals.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <numeric>

namespace {

using namespace simul;
using testing::HasSubstr;

Side side(const std::vector<double>& walls, unsigned first_round = 0) {
  Side made{.rounds = std::vector<unsigned>(walls.size()), .wall_s = walls, .cpu_s = walls};
  std::iota(made.rounds.begin(), made.rounds.end(), first_round);
  return made;
}

// Twelve rounds on a machine that gets slower and slower, and twelve that do not follow it.
const std::vector<double> drifting{1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.8, 1.9, 2, 2.1};
const std::vector<double> unrelated{1.4, 2.1, 1.1, 1.7, 1.3, 2, 1.5, 1, 1.9, 1.2, 1.8, 1.6};

Measured measured(double baseline_s = 8) {
  return {.wall_s = 2,
          .cpu_s = 1,
          .baseline_s = Metric::known(baseline_s),
          .confined_s = Metric::known(4),
          .useful_s = Metric::known(1),
          .ideal_s = Metric::known(1.5),
          .floor_wall_s = Metric::known(1),
          .floor_cpu_s = Metric::known(0.5),
          .ideal_on_one_s = Metric::known(3),
          .cpus = 2,
          .lanes = 2};
}
Sides all_sides(const std::vector<double>& walls) {
  return {.own = side(walls), .confined = side(walls), .baseline = side(walls), .floor = side(walls)};
}

Interval named(const NamedIntervals& all, std::string_view name) {
  const auto found = std::ranges::find(all, name, &NamedIntervals::value_type::first);
  return found == all.end() ? Interval{std::nullopt, "there is no such interval"} : found->second;
}
std::pair<double, double> bounds(const Measured& m, const Sides& sides, std::string_view name) {
  return named(intervals(m, sides), name).bounds.value();
}
std::string reason(const Measured& m, const Sides& sides, std::string_view name) {
  return named(intervals(m, sides), name).reason;
}

TEST(Intervals, AreOfEveryMetricThatIsKnownAndHasASpread) {
  std::vector<std::string> names;
  for (const auto& [name, interval] : intervals(measured(), all_sides(unrelated))) {
    EXPECT_TRUE(interval.bounds) << name << ": " << interval.reason;
    names.push_back(name);
  }
  EXPECT_THAT(names, testing::IsSupersetOf({"speedup", "concurrency_gain", "parallelism_gain", "wait_overlap",
                                            "useful_parallelism", "cores_busy", "of_ideal", "of_floor",
                                            "useful_share", "overhead_share", "idle_share", "overhead"}));
  EXPECT_THAT(names, testing::Not(testing::Contains("cost")));
  EXPECT_THAT(names, testing::Not(testing::Contains("parallel_potential")));
  EXPECT_THAT(names, testing::Not(testing::Contains("karp_flatt")));  // an eighth of the baseline is work
}

// By hand: of 17 values the median of a draw is at most the k-th with the chance that a binomial(17, k/17) is at least
// 9. That is 0.8 % for the fourth, 3.6 % for the fifth and 10.4 % for the sixth: the 2.5 % quantile is the fifth. (The
// 5 % quantile would be the sixth.)
TEST(Intervals, AreTheMiddle95PerCentOfWhatOtherRoundsWouldHaveGiven) {
  std::vector<double> walls;
  for (int i = 0; i < 17; ++i) walls.push_back(1 + i * 5 % 17);
  const auto [low, high] = bounds(measured(), all_sides(walls), "overhead");
  EXPECT_DOUBLE_EQ(low, 5 / 1.5);
  EXPECT_DOUBLE_EQ(high, 13 / 1.5);
}

TEST(Intervals, AreTheSameWheneverTheyAreAskedFor) {
  EXPECT_EQ(bounds(measured(), all_sides(unrelated), "overhead"),
            bounds(measured(), all_sides(unrelated), "overhead"));
}

// Both sides slowed down together, round by round: their ratio did not change at all.
TEST(Intervals, AreDrawnInPairsWhereBothSidesHaveTheRounds) {
  auto sides = all_sides(drifting);
  for (double& wall : sides.baseline.wall_s) wall *= 4;
  const auto [low, high] = bounds(measured(), sides, "speedup");
  EXPECT_NEAR(low, 4, 1e-9);
  EXPECT_NEAR(high, 4, 1e-9);
}

// Five rounds in common make no pairs, six do.
TEST(Intervals, AreDrawnApartWhereTooFewRoundsAreTheSame) {
  const auto width = [](std::size_t rounds) {
    auto sides = all_sides({drifting.begin(), drifting.begin() + static_cast<std::ptrdiff_t>(rounds)});
    for (double& wall : sides.baseline.wall_s) wall *= 4;
    const auto [low, high] = bounds(measured(), sides, "speedup");
    return high - low;
  };
  EXPECT_GT(width(5), 0.5);
  EXPECT_LT(width(6), 1e-9);
}

// Six rounds in common and six of its own: those take part too, or the interval would be about another ratio.
TEST(Intervals, AreDrawnFromTheOtherRoundsAsWell) {
  auto sides = all_sides(std::vector<double>(12, 1));
  sides.baseline = side({1, 1, 1, 1, 1, 1, 3, 3, 3, 3, 3, 3}, 6);
  const auto [low, high] = bounds(measured(), sides, "speedup");
  EXPECT_DOUBLE_EQ(low, 1);
  EXPECT_DOUBLE_EQ(high, 3);
}

TEST(Intervals, OfWhatIsComparedWithItselfHaveNoWidth) {
  EXPECT_EQ(bounds(measured(), all_sides(drifting), "parallelism_gain"), std::pair(1.0, 1.0));
  const std::vector<double> few{1, 2, 3};  // too few for pairs, but the same
  EXPECT_EQ(bounds(measured(), all_sides(few), "speedup"), std::pair(1.0, 1.0));
}

TEST(Intervals, NeedThreeRoundsOfEverySideThatTheMetricHas) {
  auto sides = all_sides(unrelated);
  sides.baseline = side({8, 8});
  sides.floor = side({1});
  EXPECT_EQ(reason(measured(), sides, "speedup"), "fewer than 3 rounds of `sequential`");
  EXPECT_EQ(reason(measured(), sides, "overlap_potential"), "fewer than 3 rounds of `sequential`");
  EXPECT_EQ(reason(measured(), sides, "of_floor_cpu"), "fewer than 3 rounds of `floor`");
  EXPECT_EQ(reason(measured(), sides, "parallelism_gain"), "");
  sides.confined = side({4});
  EXPECT_THAT(reason(measured(), sides, "parallelism_gain"), HasSubstr("on one CPU"));
  sides.own = side({2, 2});
  for (const auto& [name, interval] : intervals(measured(), sides)) {
    EXPECT_FALSE(interval.bounds) << name;
    EXPECT_EQ(interval.reason, "fewer than 3 rounds") << name;
  }
}

TEST(Intervals, AreNotOfMetricsThatAreUnknown) {
  auto m = measured();
  m.baseline_s = Metric::unknown("a");
  EXPECT_EQ(reason(m, all_sides(unrelated), "speedup"), "there is no such interval");
  EXPECT_EQ(reason(m, all_sides(unrelated), "cores_busy"), "");
}

// C is a constant, timed apart from the rounds; where it is what the baseline used, it varies with it.
TEST(Intervals, LetTheUsefulTimeVaryWhereItIsTheBaselines) {
  auto sides = all_sides(std::vector<double>(12, 2));
  sides.baseline = side(unrelated);
  EXPECT_EQ(bounds(measured(), sides, "useful_parallelism"), std::pair(0.5, 0.5));
  sides.useful_is_baseline = true;
  const auto [low, high] = bounds(measured(), sides, "useful_parallelism");
  EXPECT_LT(low, high - 0.1);
}

}  // namespace
