#include "benchmarks/sync/switch/workload.hpp"

#include <gmock/gmock.h>

namespace switching {
namespace {

constexpr Parameters six{2, 6};

Ledger of_turns(std::uint64_t nonce, std::initializer_list<std::uint64_t> turns) {
  Baton baton;
  Hand hand;
  for (const std::uint64_t turn : turns) hand.take(baton, nonce, turn);
  return {baton.next, hand};
}

TEST(Switch, AcceptsAllTurnsInTheirOrder) {
  EXPECT_EQ(Workload::verify(six, 7, of_turns(7, {0, 1, 2, 3, 4, 5})), std::nullopt);
  EXPECT_EQ(Workload::verify(six, ~0UL, take_all(six, ~0UL)), std::nullopt);
}

TEST(Switch, RejectsTheTurnsOfAnotherRun) {
  EXPECT_EQ(Workload::verify(six, 8, take_all(six, 7)), "the turns are not those of this run");
}

TEST(Switch, RejectsATurnThatWasNotTaken) {
  EXPECT_EQ(Workload::verify(six, 7, of_turns(7, {0, 1, 2, 3, 4})), "5 turns were taken, not 6");
  EXPECT_EQ(Workload::verify(six, 7, {}), "0 turns were taken, not 6");
}

TEST(Switch, RejectsATurnTooMany) {
  EXPECT_EQ(Workload::verify(six, 7, of_turns(7, {0, 1, 2, 3, 4, 5, 6})), "7 turns were taken, not 6");
}

TEST(Switch, RejectsATaskWhoseTurnsWereNotAddedUp) {
  Ledger ledger = of_turns(7, {0, 1, 2, 3, 4, 5});
  ledger.hands.stamp -= 7 ^ 3;
  EXPECT_EQ(Workload::verify(six, 7, ledger), "the turns are not those of this run");
}

// As two tasks do that never switch: first all turns of the one, then those of the other.
TEST(Switch, RejectsTasksThatDoNotTakeTurns) {
  EXPECT_EQ(Workload::verify(six, 7, of_turns(7, {0, 2, 4, 1, 3, 5})),
            "a turn was taken when it was another task's");
}

TEST(Switch, RejectsATurnThatWasTakenTwice) {
  EXPECT_EQ(Workload::verify(six, 7, of_turns(7, {0, 1, 1, 3, 4, 5})),
            "a turn was taken when it was another task's");
}

TEST(Switch, HasWholeRoundsAtEveryPoint) {
  for (const char* profile : {"smoke", "quick", "full"}) {
    for (const Parameters& p : Workload::points(profile))
      EXPECT_EQ(p.switches % p.tasks, 0) << profile << ' ' << p.tasks << ' ' << p.switches;
  }
}

TEST(Switch, CallsASmallKernelOverAndOver) {
  EXPECT_DOUBLE_EQ(Workload::kernel_calls({2, 5'000}), 1.0 / 200);
  EXPECT_DOUBLE_EQ(Workload::kernel_calls({2, 10'000'000}), 1);
  EXPECT_NE(Workload::kernel({2, 5'000}), Workload::kernel({2, 5'002}));
}

TEST(Switch, ComesInSizesOfTheSameShape) {
  const auto few = Workload::of_size({1'000, 10'000'000}, 1);
  EXPECT_EQ(std::pair(few.tasks, few.switches), std::pair(std::int64_t{100}, std::int64_t{100}));
  EXPECT_EQ(Workload::of_size({2, 10'000'000}, 7).switches, 8);  // as many for each of the two
}

}  // namespace
}  // namespace switching
