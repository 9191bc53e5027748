#include "benchmarks/sync/channel/workload.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace channel {
namespace {

constexpr Parameters ten{2, 3, 10};

TEST(ChannelWorkload, AcceptsEveryItemOfThisRun) {
  for (const std::uint64_t nonce : {0UL, 7UL, ~0UL})
    EXPECT_EQ(Workload::verify(ten, nonce, hand_over_all(ten, nonce)), std::nullopt) << nonce;
}

TEST(ChannelWorkload, RejectsTheItemsOfAnotherRun) {
  EXPECT_EQ(Workload::verify(ten, 8, hand_over_all(ten, 7)), "the items' sum is not that of this run");
}

TEST(ChannelWorkload, RejectsAnItemThatWasNeverProduced) {
  EXPECT_EQ(Workload::verify(ten, 7, hand_over_all({2, 3, 9}, 7)), "9 items were produced, not 10");
  EXPECT_EQ(Workload::verify(ten, 7, {}), "0 items were produced, not 10");
}

TEST(ChannelWorkload, RejectsAnItemThatWasLost) {
  Tally tally = hand_over_all(ten, 7);
  --tally.consumed;
  EXPECT_EQ(Workload::verify(ten, 7, tally), "9 items were consumed, not 10");
}

TEST(ChannelWorkload, RejectsAnItemThatWasConsumedTwice) {
  Tally tally = hand_over_all(ten, 7);
  tally.consume(0);
  EXPECT_EQ(Workload::verify(ten, 7, tally), "11 items were consumed, not 10");
}

TEST(ChannelWorkload, RejectsAnItemThatWasConsumedInTheSteadOfAnother) {
  Tally tally = hand_over_all(ten, 7);
  tally.sum += channel::item(7, 3) - channel::item(7, 4);
  EXPECT_EQ(Workload::verify(ten, 7, tally), "the items' sum is not that of this run");
}

// Else the bound would never be felt.
TEST(ChannelWorkload, HasMoreItemsThanRoomAtEveryPoint) {
  for (const char* profile : {"smoke", "quick", "full"}) {
    for (const Parameters& p : Workload::points(profile))
      EXPECT_GT(p.items, 4 * p.room) << profile << ' ' << p.items;
  }
}

TEST(ChannelWorkload, HasOneAndSeveralEndsInEveryProfile) {
  for (const char* profile : {"smoke", "quick", "full"}) {
    const auto points = Workload::points(profile);
    for (const std::int64_t ends : {1, 4})
      EXPECT_TRUE(std::ranges::any_of(
          points, [ends](const Parameters& p) { return p.producers == ends && p.consumers == ends; }))
          << profile << ' ' << ends;
  }
}

TEST(Channel, ComesInSizesOfTheSameShape) {
  const auto few = Workload::of_size({4, 2, 10'000'000}, 7);
  EXPECT_EQ(std::pair(few.producers, few.consumers), std::pair(std::int64_t{4}, std::int64_t{2}));
  EXPECT_EQ(few.items, 7);
}

}  // namespace
}  // namespace channel
