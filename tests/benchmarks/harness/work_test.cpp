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

}  // namespace
