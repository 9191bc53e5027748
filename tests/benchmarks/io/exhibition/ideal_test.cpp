// The closed form by hand, against a simulation of every move, and against the best of all schedules.
#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <queue>

#include "benchmarks/io/exhibition/workload.hpp"

namespace exhibition {
namespace {

double ideal_s(const Parameters& p, double think_s, unsigned cpus = 64) {
  return simul::ideal_s<Workload>(p, cpus, think_s * Workload::units(p));
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

// The least time of all schedules: whoever is free goes next to any board that is not over, ready or not.
double best_s(const Parameters& p, double think_s, std::vector<double> free, std::vector<double> ready,
              std::vector<std::int64_t> to_go, double end) {
  double best = std::numeric_limits<double>::infinity();
  const auto grandmaster = std::ranges::min_element(free);
  const double now = *grandmaster;
  for (std::size_t board = 0; board < ready.size(); ++board) {
    if (!to_go[board]) continue;
    const double was_ready = ready[board];
    *grandmaster = std::max(now, was_ready) + think_s;
    ready[board] = *grandmaster + 1e-6 * static_cast<double>(p.reply_us);
    --to_go[board];
    best = std::min(best, best_s(p, think_s, free, ready, to_go, std::max(end, ready[board])));
    *grandmaster = now, ready[board] = was_ready, ++to_go[board];
  }
  return std::min(best, std::ranges::max(to_go) ? best : end);
}
double best_s(const Parameters& p, double think_s) {
  const auto boards = static_cast<std::size_t>(p.boards);
  return best_s(p, think_s, std::vector<double>(static_cast<std::size_t>(p.grandmasters)),
                std::vector<double>(boards), std::vector<std::int64_t>(boards, p.moves), 0);
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
  EXPECT_NEAR(43'200 / ideal_s(p, 5), 11.8194, 1e-4);
  EXPECT_NEAR(43'200 / simulated_s(p, 5), 11.8194, 1e-4);
}

// What is run: 24 boards, 30 moves of 250 us, replies of 2.75 ms. The grandmaster thinks 24 x 30 x 0.25 ms = 180 ms,
// and the last reply follows; two need half of that, but every board takes 30 x 3 ms, and the last pair of boards
// waits for eleven others: 90 ms + 11 x 0.25 ms.
TEST(ExhibitionIdeal, OfTheQuickProfileIsTheOneComputedByHand) {
  const Parameters p{.boards = 24, .moves = 30, .grandmasters = 1};
  EXPECT_NEAR(ideal_s(p, 250e-6), 0.18275, 1e-9);
  const Parameters two{.boards = 24, .moves = 30, .grandmasters = 2};
  EXPECT_NEAR(ideal_s(two, 250e-6), 0.09275, 1e-9);
  EXPECT_EQ(Workload::bounds(two, 2, 0.18)[0].second, Workload::bounds(two, 2, 0.18)[1].second);
}

// Six boards, five moves: they wait for replies most of the time. 5 x 3 ms, and the last board after five others,
// or with two grandmasters after two others.
TEST(ExhibitionIdeal, OfTheSmokeProfileIsTheOneComputedByHand) {
  EXPECT_NEAR(ideal_s({.boards = 6, .moves = 5, .grandmasters = 1}, 250e-6), 0.01625, 1e-9);
  EXPECT_NEAR(ideal_s({.boards = 6, .moves = 5, .grandmasters = 2}, 250e-6), 0.0155, 1e-9);
}

// The published one is bound by her: 3,655 s against 30 x 60 s + 23 x 5 s. With replies of 10 minutes by the boards.
TEST(ExhibitionIdeal, NamesWhatBindsIt) {
  Parameters p{.boards = 24, .moves = 30, .grandmasters = 1, .reply_us = 55'000'000};
  const auto longest = [&] {
    const auto bounds = Workload::bounds(p, 1, 5 * Workload::units(p));
    EXPECT_EQ(ideal_s(p, 5), std::max(bounds[0].second, bounds[1].second));
    return bounds[0].second > bounds[1].second ? bounds[0].first : bounds[1].first;
  };
  EXPECT_EQ(longest(), "grandmasters");
  p.reply_us = 600'000'000;
  EXPECT_EQ(longest(), "last_board");
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

// Not only in order: up to three boards of two moves, or two of three, in every order there is.
TEST(ExhibitionIdeal, IsNeverAboveTheBestOfAllSchedules) {
  Random random{3};
  for (int i = 0; i < 2000; ++i) {
    Parameters p{.boards = random(1, 3), .moves = random(1, 2), .grandmasters = random(1, 3)};
    if (p.boards < 3) p.moves = random(1, 3);
    p.reply_us = random(0, 1500);
    const double think_s = 1e-6 * static_cast<double>(random(1, 500)), best = best_s(p, think_s);
    ASSERT_LE(ideal_s(p, think_s), best + 1e-9)
        << p.boards << " boards, " << p.moves << " moves, " << p.grandmasters << " grandmasters, " << think_s
        << " s, reply " << p.reply_us << " us";
    if (p.grandmasters == 1) {
      ASSERT_NEAR(ideal_s(p, think_s), best, 1e-9);
    }
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
}  // namespace exhibition
