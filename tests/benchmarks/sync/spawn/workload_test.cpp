#include "benchmarks/sync/spawn/workload.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace spawn {
namespace {

constexpr Parameters ten{10, 5};

TEST(Spawn, AcceptsEveryUnitOfThisRun) {
  for (const std::uint64_t nonce : {0UL, 7UL, ~0UL})
    EXPECT_EQ(Workload::verify(ten, nonce, call_all(ten, nonce)), std::nullopt) << nonce;
}

TEST(Spawn, RejectsTheUnitsOfAnotherRun) {
  EXPECT_EQ(Workload::verify(ten, 8, call_all(ten, 7)), "the units' sum is not that of this run");
}

TEST(Spawn, RejectsAnEmptyAnswer) { EXPECT_EQ(Workload::verify(ten, 7, {}), "0 units were created, not 10"); }

TEST(Spawn, RejectsAUnitThatWasNeverCreated) {
  EXPECT_EQ(Workload::verify(ten, 7, call_all({9, 1}, 7)), "9 units were created, not 10");
}

TEST(Spawn, RejectsAUnitThatNeverStarted) {
  Tally tally = call_all(ten, 7);
  --tally.started;
  EXPECT_EQ(Workload::verify(ten, 7, tally), "9 units were started, not 10");
}

TEST(Spawn, RejectsAUnitThatWasCompletedTwice) {
  Tally tally = call_all(ten, 7);
  tally.complete(0);
  EXPECT_EQ(Workload::verify(ten, 7, tally), "11 units were completed, not 10");
}

TEST(Spawn, RejectsAUnitThatWasRunInTheSteadOfAnother) {
  Tally tally = call_all(ten, 7);
  tally.sum += spawn::value(7, 3) - spawn::value(7, 4);
  EXPECT_EQ(Workload::verify(ten, 7, tally), "the units' sum is not that of this run");
}

TEST(Spawn, HasWholeBatchesAtEveryPoint) {
  for (const char* profile : {"smoke", "quick", "full"}) {
    for (const Parameters& p : Workload::points(profile))
      EXPECT_EQ(p.batches() * p.at_once, p.units) << profile << ' ' << p.units << ' ' << p.at_once;
  }
}

// Else the CPU clock, which takes half a microsecond to read, would be most of a small problem's C.
TEST(Spawn, CallsASmallKernelOverAndOver) {
  EXPECT_DOUBLE_EQ(Workload::kernel_calls({1'000, 1}), 1e-3);
  EXPECT_DOUBLE_EQ(Workload::kernel_calls({10'000'000, 1}), 1);
  EXPECT_NE(Workload::kernel({1'000, 1}), Workload::kernel({1'001, 1}));
}

TEST(Spawn, HasBothFormsInEveryProfile) {
  for (const char* profile : {"smoke", "quick", "full"}) {
    const auto points = Workload::points(profile);
    EXPECT_TRUE(std::ranges::any_of(points, &Parameters::awaited)) << profile;
    EXPECT_FALSE(std::ranges::all_of(points, &Parameters::awaited)) << profile;
  }
}

TEST(Spawn, ComesInSizesOfTheSameShape) {
  const auto few = Workload::of_size({10'000'000, 1'000}, 1);
  EXPECT_EQ(std::pair(few.units, few.at_once), std::pair(std::int64_t{100}, std::int64_t{100}));
  const auto more = Workload::of_size({10'000'000, 1'000}, 101);
  EXPECT_EQ(std::pair(more.units, more.at_once), std::pair(std::int64_t{200}, std::int64_t{100}));
  EXPECT_EQ(Workload::of_size({10'000'000, 1}, 7).units, 7);
}

}  // namespace
}  // namespace spawn
