#include "benchmarks/io/gather/workload.hpp"

#include <gmock/gmock.h>

#include <numeric>

namespace {

using namespace std::chrono_literals;
using gather::Answer;
using gather::Parameters;
using gather::Wake;
using gather::Workload;

// Each as late as is said, without having slept.
// Sleepers that woke `late` after they were due; nobody really sleeps.
Answer woken(std::int64_t sleepers, std::uint64_t nonce, std::chrono::nanoseconds late = 5us) {
  const Parameters p{sleepers};
  Answer wakes(static_cast<std::size_t>(sleepers));
  for (std::size_t i = 0; i < wakes.size(); ++i) {
    const auto due = wakes[i].fall_asleep(p, nonce, i);
    wakes[i].up();
    wakes[i].awake = due + late;
  }
  return wakes;
}

TEST(Gather, AcceptsSleepersThatWokeInThisRun) {
  EXPECT_EQ(Workload::verify({5}, 7, woken(5, 7)), std::nullopt);
}

TEST(Gather, RejectsTheSleepersOfAnotherRun) {
  EXPECT_EQ(Workload::verify({5}, 8, woken(5, 7)), "sleeper 0 did not wake in this run");
}

TEST(Gather, RejectsASleeperThatIsMissing) {
  EXPECT_EQ(Workload::verify({5}, 7, woken(4, 7)), "4 sleepers answered");
}

TEST(Gather, RejectsASleeperThatNeverWoke) {
  auto wakes = woken(5, 7);
  wakes[3] = {};
  EXPECT_EQ(Workload::verify({5}, 7, wakes), "sleeper 3 did not wake in this run");
}

TEST(Gather, RejectsASleeperThatFellAsleepOnly) {
  auto wakes = woken(5, 7);
  wakes[3] = {};
  wakes[3].fall_asleep({5}, 7, 3);
  EXPECT_EQ(Workload::verify({5}, 7, wakes), "sleeper 3 did not wake in this run");
}

TEST(Gather, RejectsOneSleepersWakeUpForAnothers) {
  auto wakes = woken(5, 7);
  wakes[3] = wakes[2];
  EXPECT_NE(Workload::verify({5}, 7, wakes), std::nullopt);
}

TEST(Gather, RejectsASleeperThatWokeEarly) {
  EXPECT_EQ(Workload::verify({5}, 7, woken(5, 7, 0ns)), std::nullopt);
  auto wakes = woken(5, 7);
  wakes[4].awake = wakes[4].asleep + Parameters{5}.nap(4) - 1ns;
  EXPECT_EQ(Workload::verify({5}, 7, wakes), "sleeper 4 woke 1 ns early");
}

TEST(Gather, RejectsASleeperThatDidNotSleep) {
  const Parameters p{1};
  Wake wake;
  wake.fall_asleep(p, 7, 0);
  wake.up();
  EXPECT_NE(Workload::verify(p, 7, {wake}), std::nullopt);
}

TEST(Gather, NapsAreSeededAndWithinTheirRange) {
  const Parameters p{1000};
  for (std::size_t i = 0; i < 1000; ++i) {
    EXPECT_GE(p.nap(i), 20ms);
    EXPECT_LE(p.nap(i), 60ms);
    EXPECT_EQ(p.nap(i), Parameters{10}.nap(i));  // the same whatever the number of sleepers
  }
}

TEST(Gather, HasTheLongestNapAsItsIdeal) {
  Parameters p{3};
  const auto longest = std::max({p.nap(0), p.nap(1), p.nap(2)});
  EXPECT_DOUBLE_EQ(Workload::ideal_s(p, 2, 0), std::chrono::duration<double>(longest).count());
  p.shortest_us = p.longest_us = 50'000;
  EXPECT_DOUBLE_EQ(Workload::ideal_s(p, 1, 0), 0.05);
}

TEST(Gather, IsMeasuredWholeIfItTakesNotTooLong) {
  EXPECT_FALSE(Workload::prefix({1}));
  EXPECT_FALSE(Workload::prefix({50}));  // about 2 s
}

// The share is the part's naps over all naps, and the part naps for at least the second that DESIGN asks for.
TEST(Gather, IsExtrapolatedByTheShareOfTheNaps) {
  const Parameters p{1000};
  const auto part = Workload::prefix(p);
  ASSERT_TRUE(part);
  const auto naps = [&](std::int64_t sleepers) {
    std::chrono::duration<double> all{};
    for (std::size_t i = 0; i < static_cast<std::size_t>(sleepers); ++i) all += p.nap(i);
    return all.count();
  };
  EXPECT_GE(naps(part->parameters.sleepers), 1.0);
  EXPECT_LT(naps(part->parameters.sleepers), 1.3);
  EXPECT_NEAR(part->share, naps(part->parameters.sleepers) / naps(1000), 1e-9);
  EXPECT_EQ(part->parameters.shortest_us, p.shortest_us);
}

TEST(Gather, SupportsAPercentileOnlyByEnoughSleepers) {
  using testing::ElementsAre;
  using testing::Pair;
  Answer wakes = woken(100, 7);
  for (std::size_t i = 0; i < 100; ++i)
    wakes[i].awake = wakes[i].asleep + Parameters{100}.nap(i) + (99 - i) * 1us;
  EXPECT_THAT(Workload::counters({100}, wakes),
              ElementsAre(Pair("late_p50_us", 49), Pair("late_p99_us", 98), Pair("late_max_us", 99)));
  wakes.resize(99);
  EXPECT_THAT(Workload::counters({99}, wakes), ElementsAre(Pair("late_p50_us", 50), Pair("late_max_us", 99)));
}

}  // namespace
