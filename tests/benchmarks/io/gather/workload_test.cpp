#include "benchmarks/io/gather/workload.hpp"

#include <gmock/gmock.h>

#include <span>

namespace gather {
namespace {

using namespace std::chrono_literals;

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
    EXPECT_GE(p.nap(i), 15ms);
    EXPECT_LE(p.nap(i), 45ms);
    EXPECT_EQ(p.nap(i), Parameters{10}.nap(i));  // the same whatever the number of sleepers
  }
}

TEST(Gather, HasTheLongestNapAsItsIdeal) {
  Parameters p{3};
  const auto longest = std::max({p.nap(0), p.nap(1), p.nap(2)});
  EXPECT_DOUBLE_EQ(simul::ideal_s<Workload>(p, 2, 0), std::chrono::duration<double>(longest).count());
  p.shortest_us = p.longest_us = 50'000;
  EXPECT_DOUBLE_EQ(simul::ideal_s<Workload>(p, 1, 0), 0.05);
}

// By tens from one sleeper to a million: who cannot do that many says so, and the others show where the end is.
TEST(Gather, IsSweptUpToAMillionSleepers) {
  std::vector<std::int64_t> sleepers;
  for (const Parameters& p : Workload::points("full"))
    if (p.state_bytes == 0) sleepers.push_back(p.sleepers);
  EXPECT_THAT(sleepers, testing::ElementsAre(1, 10, 100, 1'000, 10'000, 100'000, 1'000'000));
}

TEST(Gather, IsMeasuredWholeIfItTakesNotTooLong) {
  EXPECT_FALSE(Workload::prefix({1}));
  EXPECT_FALSE(Workload::prefix({50}));  // about 2 s
}

// The share is the part's naps over all naps, and the part naps for at least half a second.
TEST(Gather, IsExtrapolatedByTheShareOfTheNaps) {
  const Parameters p{1000};
  const auto part = Workload::prefix(p);
  ASSERT_TRUE(part);
  const auto naps = [&](std::int64_t sleepers) {
    std::chrono::duration<double> all{};
    for (std::size_t i = 0; i < static_cast<std::size_t>(sleepers); ++i) all += p.nap(i);
    return all.count();
  };
  EXPECT_GE(naps(part->parameters.sleepers), 0.5);
  EXPECT_LT(naps(part->parameters.sleepers), 0.6);
  EXPECT_NEAR(part->share, naps(part->parameters.sleepers) / naps(1000), 1e-9);
  EXPECT_EQ(part->parameters.shortest_us, p.shortest_us);
}

TEST(Gather, TellsHowLateEachSleeperWas) {
  const Parameters p{3};
  auto wakes = woken(3, 7);
  wakes[1].awake += 2us;
  std::vector<std::chrono::nanoseconds> late;
  Workload::latencies(p, wakes, [&](std::chrono::nanoseconds t) { late.push_back(t); });
  EXPECT_THAT(late, testing::ElementsAre(5us, 7us, 5us));
}

// As a contestant holds it: from before the nap until after it.
Answer holding(const Parameters& p, std::uint64_t nonce, std::size_t forget = std::string::npos) {
  Answer wakes(static_cast<std::size_t>(p.sleepers));
  for (std::size_t i = 0; i < wakes.size(); ++i) {
    std::vector<std::uint64_t> state(static_cast<std::size_t>(p.state_bytes) / 8);
    const auto due = wakes[i].fall_asleep(p, nonce, i, state);
    if (forget < state.size()) state[forget] = 0;
    wakes[i].up(state);
    wakes[i].awake = due;
  }
  return wakes;
}

TEST(Gather, AcceptsSleepersThatHeldTheirState) {
  for (const std::int64_t bytes : {0, 4'096, 65'536}) {
    const Parameters p{3, bytes};
    EXPECT_EQ(Workload::verify(p, 7, holding(p, 7)), std::nullopt) << bytes;
  }
}

TEST(Gather, RejectsStateThatWasNotHeld) {
  const Parameters p{3, 4'096};
  const auto nothing_held = holding({3}, 7);
  EXPECT_EQ(Workload::verify(p, 7, nothing_held), "sleeper 0 did not wake in this run");
  EXPECT_EQ(Workload::verify({3}, 7, holding(p, 7)), "sleeper 0 did not wake in this run");
  for (const std::size_t word : {0U, 255U, 511U})
    EXPECT_EQ(Workload::verify(p, 7, holding(p, 7, word)), "sleeper 0 did not wake in this run") << word;
}

TEST(Gather, GivesALocalTheSizeOfTheState) {
  for (const std::int64_t bytes : {0, 4'096, 65'536}) {
    std::size_t given = 1;
    gather::with_state({1, bytes}, [&](auto size) {
      gather::State<size()> state;
      given = std::span(state).size_bytes();
    });
    EXPECT_EQ(given, static_cast<std::size_t>(bytes));
  }
}

// Every size that a profile asks for is one that with_state knows: another one would be run without any state.
TEST(Gather, AsksForStateThatCanBeHeldOnly) {
  for (const char* profile : {"smoke", "quick", "full"}) {
    for (const Parameters& p : Workload::points(profile)) {
      std::size_t known = 1;
      gather::with_state(p, [&](auto size) { known = size(); });
      EXPECT_EQ(known, static_cast<std::size_t>(p.state_bytes));
    }
  }
}

TEST(Gather, IsLookedAtWithUpToItsOwnNumberOfEqualNaps) {
  const auto sizes = [](std::int64_t sleepers) {
    std::vector<std::int64_t> all;
    for (const Parameters& p : Workload::memory_points({sleepers, 4'096})) {
      all.push_back(p.sleepers);
      EXPECT_EQ(p.state_bytes, 4'096);
      EXPECT_EQ(p.shortest_us, p.longest_us);
      EXPECT_GE(p.nap(0), 60ms + p.sleepers * 50us);
    }
    return all;
  };
  using testing::ElementsAre;
  EXPECT_THAT(sizes(99), testing::IsEmpty());
  EXPECT_THAT(sizes(100), ElementsAre(25, 50, 100));
  EXPECT_THAT(sizes(1'000), ElementsAre(125, 250, 500));
  EXPECT_THAT(sizes(1'000'000), ElementsAre(125, 250, 500, 10'000));
}

TEST(Gather, ComesInSizesThatDoNotSleep) {
  const Parameters few = Workload::of_size({10'000, 4'096}, 7);
  EXPECT_EQ(std::pair(few.sleepers, few.state_bytes), std::pair(std::int64_t{7}, std::int64_t{4'096}));
  for (std::size_t i = 0; i < 7; ++i) EXPECT_EQ(few.nap(i), 0us);
}

TEST(Gather, IsTogetherFromTheLastThatFellAsleepToTheFirstThatWoke) {
  const gather::Clock::time_point start{};
  const Answer wakes{{start + 1s, start + 9s}, {start + 3s, start + 8s}, {start + 2s, start + 7s}};
  EXPECT_EQ(Workload::together({3}, wakes), std::pair(start + 3s, start + 7s));
}

}  // namespace
}  // namespace gather
