// The closed form against a simulation of every move.
#include <gtest/gtest.h>

#include <functional>
#include <queue>

#include "benchmarks/io/exhibition/workload.hpp"

namespace {

using exhibition::Parameters;
using exhibition::Workload;

double ideal_s(const Parameters& p, double think_s, unsigned cpus = 64) {
  return Workload::ideal_s(p, cpus, think_s * Workload::units(p));
}

// Boards queue in the order in which they are ready, and the next free grandmaster takes the first of them.
double simulated_s(const Parameters& p, double think_s) {
  struct Ready {
    double at;
    std::int64_t moves;
    bool operator>(const Ready& other) const { return at > other.at; }
  };
  std::priority_queue<Ready, std::vector<Ready>, std::greater<>> boards;
  std::priority_queue<double, std::vector<double>, std::greater<>> grandmasters;
  for (std::int64_t i = 0; i < p.boards; ++i) boards.push({0, 0});
  for (std::int64_t i = 0; i < p.grandmasters; ++i) grandmasters.push(0);
  double end = 0;
  while (!boards.empty()) {
    const Ready board = boards.top();
    const double moved = std::max(board.at, grandmasters.top()) + think_s;
    boards.pop(), grandmasters.pop();
    grandmasters.push(moved);
    const double replied = moved + 1e-6 * static_cast<double>(p.reply_us);
    end = std::max(end, replied);
    if (board.moves + 1 < p.moves) boards.push({replied, board.moves + 1});
  }
  return end;
}

struct Random {
  std::uint64_t state;
  std::int64_t operator()(std::int64_t low, std::int64_t high) {
    state = simul::mix(state);
    return low + static_cast<std::int64_t>(state % static_cast<std::uint64_t>(high - low + 1));
  }
  Parameters exhibition(std::int64_t most_grandmasters) {
    Parameters p{
        .boards = (*this)(1, 30), .moves = (*this)(1, 12), .grandmasters = (*this)(1, most_grandmasters)};
    p.reply_us = (*this)(0, 1) ? (*this)(0, 3000) : (*this)(0, 100'000);
    return p;
  }
};

// Moves and replies as published: 24 boards, 30 pairs of moves, 5 s and 55 s.
TEST(ExhibitionIdeal, IsThePublishedOne) {
  Parameters p{.boards = 24, .moves = 30, .grandmasters = 1, .reply_us = 55'000'000};
  EXPECT_NEAR(ideal_s(p, 5), 3655, 1e-6);
  EXPECT_NEAR(Workload::units(p) * (5 + 55), 43'200, 1e-6);
  EXPECT_NEAR(43'200 / ideal_s(p, 5), 11.8, 0.02);
}

TEST(ExhibitionIdeal, OfOneBoardIsThatOfAnyGame) {
  const Parameters p{.boards = 1, .moves = 30, .grandmasters = 1, .reply_us = 55'000'000};
  EXPECT_NEAR(ideal_s(p, 5), 1800, 1e-6);
}

// Three boards, long replies: the third is reached after 2 s, and then goes on for 2 x 11 s.
TEST(ExhibitionIdeal, OfLongRepliesIsTheLastBoardsGame) {
  const Parameters p{.boards = 3, .moves = 2, .grandmasters = 1, .reply_us = 10'000'000};
  EXPECT_NEAR(ideal_s(p, 1), 24, 1e-6);
}

TEST(ExhibitionIdeal, OfTwoGrandmastersNeedsTwoCpus) {
  const Parameters p{.boards = 24, .moves = 30, .grandmasters = 2, .reply_us = 55'000'000};
  EXPECT_NEAR(ideal_s(p, 5, 2), 1855, 1e-6);  // 30 x 60 s, and the last two boards wait for 11 x 5 s
  EXPECT_NEAR(ideal_s(p, 5, 1), 3655, 1e-6);
}

TEST(ExhibitionIdeal, IsExactForOneGrandmaster) {
  Random random{1};
  for (int i = 0; i < 5000; ++i) {
    const Parameters p = random.exhibition(1);
    const double think_s = 1e-6 * static_cast<double>(random(1, 500));
    ASSERT_NEAR(ideal_s(p, think_s), simulated_s(p, think_s), 1e-9)
        << p.boards << " boards, " << p.moves << " moves, " << think_s << " s, reply " << p.reply_us << " us";
  }
}

TEST(ExhibitionIdeal, IsNeverAboveWhatIsPossible) {
  Random random{2};
  for (int i = 0; i < 10'000; ++i) {
    const Parameters p = random.exhibition(6);
    const double think_s = 1e-6 * static_cast<double>(random(1, 500));
    ASSERT_LE(ideal_s(p, think_s), simulated_s(p, think_s) + 1e-9)
        << p.boards << " boards, " << p.moves << " moves, " << p.grandmasters << " grandmasters, " << think_s
        << " s, reply " << p.reply_us << " us";
  }
}

}  // namespace
