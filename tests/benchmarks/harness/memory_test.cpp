#include "benchmarks/harness/memory.hpp"

#include <gmock/gmock.h>

namespace {

using namespace simul;
using testing::HasSubstr;

const std::vector<MemorySample> looks{
    {0, 10, 900}, {20, 30, 100}, {40, 50, 300}, {60, 70, 200}, {80, 90, 800}};

TEST(Memory, OfTasksInFlightIsTheMostThatALookWithinTheWindowSaw) {
  EXPECT_EQ(bytes_within(looks, {20, 70}), 300);
  EXPECT_EQ(bytes_within(looks, {0, 90}), 900);
}

TEST(Memory, IsNotTakenFromALookThatBeganEarlierOrEndedLater) {
  EXPECT_EQ(bytes_within(looks, {21, 49}), std::nullopt);
  EXPECT_EQ(bytes_within(looks, {21, 89}), 300);
  EXPECT_EQ(bytes_within({}, {0, 90}), std::nullopt);
}

TEST(Memory, OfTasksThatWereNotTogetherIsNotKnown) {
  EXPECT_EQ(bytes_within(looks, {70, 20}), std::nullopt);
  EXPECT_THAT(why_unseen({70'000'000, 20'000'000}),
              HasSubstr("the first was over 50 ms before the last began"));
  EXPECT_THAT(why_unseen({20'000'000, 27'000'000}), HasSubstr("in flight for 7 ms"));
}

TEST(MemoryPerTask, IsTheSlopeWhateverTheProgramNeedsAnyway) {
  for (const std::int64_t program : {0, 200 << 20}) {
    MemorySweep sweep;
    for (const std::size_t tasks : {250U, 500U, 1000U})
      sweep.points.push_back({tasks, program + 512 * static_cast<std::int64_t>(tasks)});
    const auto [slope, r2] = bytes_per_task(sweep, "coro");
    EXPECT_DOUBLE_EQ(slope.value.value(), 512);
    EXPECT_NEAR(r2.value.value(), 1, 1e-9);
  }
}

TEST(MemoryPerTask, SaysWhyItIsNotKnown) {
  EXPECT_THAT(bytes_per_task({}, "sequential").first.reason, HasSubstr("one task at a time"));
  EXPECT_THAT(bytes_per_task({}, "coro").second.reason, HasSubstr("not sampled"));
  const MemorySweep two{{{1, 10}, {2, 20}}, {{500, "too many threads"}}};
  EXPECT_EQ(bytes_per_task(two, "threads").first.value, std::nullopt);
  EXPECT_EQ(bytes_per_task(two, "threads").first.reason,
            "only 2 of 3 sizes were seen; 500 tasks: too many threads");
}

// As it was seen of a hundred coroutines.
TEST(MemoryPerTask, IsNotKnownWhereAPageMoreOrLessIsAllThereIsToSee) {
  const auto [slope, r2] = bytes_per_task({{{25, 572}, {50, 568}, {75, 564}, {100, 568}}, {}}, "coro");
  EXPECT_EQ(slope.value, std::nullopt);
  EXPECT_THAT(slope.reason, HasSubstr("lost in the noise"));
  EXPECT_NEAR(r2.value.value(), 0.4, 1e-9);
}

TEST(MemoryPerTask, OfATaskThatTakesNothingIsZero) {
  const auto [slope, r2] = bytes_per_task({{{1, 10}, {2, 10}, {3, 10}}, {}}, "coro");
  EXPECT_EQ(slope.value, 0);
  EXPECT_EQ(r2.reason, "the memory was the same at every size");
}

}  // namespace
