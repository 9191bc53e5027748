#include "benchmarks/harness/work.hpp"

#include <gtest/gtest.h>

#include <set>

namespace {

using simul::seeded;
using simul::work;
using simul::work_answer;

TEST(Work, OfNoStepsIsItsSeed) {
  for (const std::uint64_t x : {0UL, 1UL, 444UL, ~0UL}) {
    EXPECT_EQ(work(x, 0), x);
    EXPECT_EQ(work_answer(x, 0), x);
    EXPECT_EQ(work_answer(x, -1), work(x, -1));
  }
}

// Knuth's MMIX generator, from its definition.
TEST(Work, OfOneStepIsTheGeneratorsNextNumber) {
  EXPECT_EQ(work(0, 1), 1442695040888963407U);
  EXPECT_EQ(work(1, 1), 6364136223846793005U + 1442695040888963407U);
}

TEST(Work, IsPredictedWithoutDoingIt) {
  for (std::uint64_t i = 0; i < 300; ++i) {
    const auto x = simul::mix(i);
    const auto steps = static_cast<std::int64_t>(simul::mix(~i) % 5000);
    ASSERT_EQ(work_answer(x, steps), work(x, steps)) << x << " after " << steps;
  }
  for (std::int64_t steps = 0; steps < 300; ++steps) ASSERT_EQ(work_answer(444, steps), work(444, steps));
}

TEST(Work, InTwoPartsIsTheWorkInOne) {
  EXPECT_EQ(work(work(444, 1234), 4321), work(444, 5555));
  EXPECT_EQ(work_answer(work_answer(444, 1L << 40), 1L << 40), work_answer(444, 1L << 41));
}

// The first outputs of the reference implementation, seeded with 0 and with 1234567.
TEST(Mix, IsSplitMix64) {
  EXPECT_EQ(simul::mix(0), 0xe220a8397b1dcdafU);
  EXPECT_EQ(simul::mix(1234567), 6457827717110365317U);
}

TEST(Seeded, NumbersFillTheirRangeAndNothingElse) {
  std::set<std::int64_t> seen;
  for (std::uint64_t i = 0; i < 1000; ++i) seen.insert(seeded(i, -3, 4));
  EXPECT_EQ(*seen.begin(), -3);
  EXPECT_EQ(*seen.rbegin(), 4);
  EXPECT_EQ(seen.size(), 8U);
}

TEST(Seeded, NumbersAreTheSameForEverybody) {
  EXPECT_EQ(seeded(7, 5, 5), 5);
  EXPECT_EQ(seeded(0, 0, 999), static_cast<std::int64_t>(simul::mix(444) % 1000));
  EXPECT_NE(seeded(0, 0, 1 << 30), seeded(1, 0, 1 << 30));
}

TEST(Tally, IsOfEveryTaskOnceInWhateverOrder) {
  simul::Tally done;
  for (const std::size_t task : {2, 0, 1}) done += simul::tally(444, task);
  EXPECT_EQ(simul::wrong(done, 444, 3), std::nullopt);
  EXPECT_EQ(simul::wrong({}, 444, 0), std::nullopt);
}

TEST(Tally, IsAddedUp) {
  const std::vector<simul::Tally> tallies{simul::tally(7, 0), simul::tally(7, 1)};
  EXPECT_EQ(simul::total(tallies).tasks, 2);
  EXPECT_EQ(simul::wrong(simul::total(tallies), 7, 2), std::nullopt);
}

TEST(Tally, MissesATaskThatWasNotDone) {
  EXPECT_EQ(simul::wrong(simul::tally(7, 0), 7, 2), "1 tasks were done, not 2");
  EXPECT_EQ(simul::wrong(simul::tally(7, 0), 7, 0), "1 tasks were done, not 0");
}

TEST(Tally, TellsATaskFromItsNeighbourAndARunFromTheNext) {
  simul::Tally twice = simul::tally(7, 0);
  twice += simul::tally(7, 0);
  simul::Tally old = simul::tally(6, 0);
  old += simul::tally(6, 1);
  simul::Tally shifted = simul::tally(7, 1);
  shifted += simul::tally(7, 2);
  for (const simul::Tally& done : {twice, old, shifted})
    EXPECT_EQ(simul::wrong(done, 7, 2), "the tasks are not those of this run, each done once");
}

struct Made {
  explicit Made(int with) : value(with) { ++times; }
  int value;
  static inline int times = 0;
};

struct Bounded {
  struct Parameters {
    double wait_s;
  };
  static simul::LowerBounds bounds(const Parameters& p, unsigned cpus, double kernel_s) {
    return {{"work", kernel_s / cpus}, {"wait", p.wait_s}};
  }
};

TEST(LowerBounds, BindByTheLargest) {
  EXPECT_EQ(simul::binding(Bounded::bounds({2}, 2, 6)).first, "work");
  EXPECT_EQ(simul::binding(Bounded::bounds({2}, 4, 6)).first, "wait");
  EXPECT_DOUBLE_EQ(simul::ideal_s<Bounded>({2}, 2, 6), 3);
  EXPECT_DOUBLE_EQ(simul::ideal_s<Bounded>({2}, 4, 6), 2);
}

TEST(MadeOnce, IsKeptForTheSameParameters) {
  const Made& three = simul::made_once<Made>(3);
  EXPECT_EQ(three.value, 3);
  EXPECT_EQ(simul::made_once<Made>(4).value, 4);
  EXPECT_EQ(&simul::made_once<Made>(3), &three);
  EXPECT_EQ(Made::times, 2);
}

}  // namespace
