#include "benchmarks/io/exhibition/workload.hpp"

#include <gmock/gmock.h>

namespace exhibition {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

const Parameters small{.boards = 3, .moves = 4, .grandmasters = 1, .think_steps = 50};

// One board after the other, and each reply comes when it is due: but nobody waits for it here.
Answer played(const Parameters& p, std::uint64_t nonce) {
  Answer games(Workload::tasks(p));
  for (std::size_t board = 0; board < games.size(); ++board) {
    games[board].open(nonce, board);
    for (; games[board].moves < p.moves; games[board].reply()) games[board].think(p);
    for (Pair& pair : std::span(games[board].log).first(static_cast<std::size_t>(p.moves)))
      pair.replied = pair.moved + p.reply();
  }
  return games;
}

TEST(Exhibition, AcceptsWhatWasPlayed) {
  EXPECT_EQ(Workload::verify(small, 7, played(small, 7)), std::nullopt);
}

TEST(Exhibition, RejectsTheGamesOfAnotherRun) {
  EXPECT_EQ(Workload::verify(small, 8, played(small, 7)), "board 0 stands wrong");
}

TEST(Exhibition, RejectsAWrongMoveOnAnyBoard) {
  for (std::size_t board = 0; board < 3; ++board) {
    auto games = played(small, 7);
    games[board].position ^= 1;
    EXPECT_EQ(Workload::verify(small, 7, games), "board " + std::to_string(board) + " stands wrong");
  }
}

TEST(Exhibition, RejectsADroppedBoard) {
  auto games = played(small, 7);
  games.pop_back();
  EXPECT_EQ(Workload::verify(small, 7, games), "2 boards were played");
  EXPECT_NE(Workload::verify(small, 7, {}), std::nullopt);
}

TEST(Exhibition, RejectsADroppedMove) {
  auto shorter = small;
  --shorter.moves;
  EXPECT_EQ(Workload::verify(small, 7, played(shorter, 7)), "board 0 ended after 3 moves");
}

TEST(Exhibition, RejectsAGrandmasterWhoThoughtTooLittle) {
  auto hasty = small;
  --hasty.think_steps;
  EXPECT_THAT(Workload::verify(small, 7, played(hasty, 7)).value(), HasSubstr("stands wrong"));
}

TEST(Exhibition, RejectsAReplyThatWasNotAwaited) {
  auto games = played(small, 7);
  games[2].log[3].replied -= 1ns;
  EXPECT_EQ(Workload::verify(small, 7, games), "board 2 did not wait for a reply");
}

TEST(Exhibition, RejectsMoreGrandmastersThanThereAre) {
  auto games = played(small, 7);
  games[1].log[0].came = games[0].log[3].moved;  // touches, and so does not overlap
  EXPECT_EQ(Workload::verify(small, 7, games), std::nullopt);
  games[1].log[0].came = games[0].log[3].moved - 1ns;
  EXPECT_EQ(Workload::verify(small, 7, games), "2 grandmasters thought at once");
  auto two = small;
  two.grandmasters = 2;
  EXPECT_EQ(Workload::verify(two, 7, games), std::nullopt);
}

TEST(Exhibition, HasRoomInItsLogsForEveryPoint) {
  for (const char* profile : {"smoke", "quick", "full"}) {
    for (const Parameters& p : Workload::points(profile))
      EXPECT_LE(p.moves, static_cast<std::int64_t>(Game::most_moves));
  }
}

TEST(Exhibition, ThinksInStepsOfTheCalibration) {
  auto p = small;
  p.calibrate(740);
  EXPECT_EQ(p.think_steps, p.think_us * 740);
}

// Scaled 1:20,000 for the clock: 5 s are 250 us, and 55 s are 2750 us.
TEST(Exhibition, HasThePublishedProportions) {
  for (const Parameters& p : Workload::points("quick")) {
    EXPECT_EQ(p.boards, 24);
    EXPECT_EQ(p.moves, 30);
    EXPECT_EQ(20'000 * p.think_us, 5'000'000);
    EXPECT_EQ(20'000 * p.reply_us, 55'000'000);
    EXPECT_DOUBLE_EQ(Workload::units(p), 720);
    EXPECT_DOUBLE_EQ(Workload::kernel_calls(p), 720);
  }
}

TEST(Exhibition, HasRoomInTheJournalForEveryMoment) {
  EXPECT_EQ(Workload::notes_per_task(small), 2U + 8 * 4);  // begin, end; block, acquire, wait, wake, two hand-overs
}

TEST(Exhibition, ExcusesAContestantWithOneThreadFromTwoGrandmasters) {
  EXPECT_EQ(exhibition::only_one_grandmaster({24, 30, 1}), std::nullopt);
  EXPECT_NE(exhibition::only_one_grandmaster({24, 30, 2}), std::nullopt);
}

TEST(Exhibition, TellsHowLateEachReplyWasTaken) {
  auto games = played(small, 7);
  games[1].log[2].replied += 3us;
  std::vector<std::chrono::nanoseconds> late;
  Workload::latencies(small, games, [&](std::chrono::nanoseconds t) { late.push_back(t); });
  std::vector<std::chrono::nanoseconds> right(12, 0ns);
  right[1 * 4 + 2] = 3us;
  EXPECT_EQ(late, right);
}

}  // namespace
}  // namespace exhibition
