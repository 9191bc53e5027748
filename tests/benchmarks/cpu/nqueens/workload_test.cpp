#include "benchmarks/cpu/nqueens/workload.hpp"

#include <gmock/gmock.h>

namespace nqueens {
namespace {

const Parameters eight{.queens = 8, .rows_placed = 1};

Tally searched(const Parameters& p, std::uint64_t nonce) {
  Tally all;
  const auto tasks = placements(p);
  for (std::size_t task = 0; task < tasks.size(); ++task) all += search(p, tasks[task], nonce, task);
  return all;
}

// https://oeis.org/A000170
TEST(NQueens, FindsThePublishedNumbersOfSolutions) {
  const std::vector<std::int64_t> published{1, 0, 0, 2, 10, 4, 40, 92, 352, 724, 2680};
  for (std::int64_t n = 1; n <= 11; ++n) {
    for (std::int64_t rows = 0; rows <= std::min<std::int64_t>(n, 3); ++rows) {
      const Parameters p{n, rows};
      EXPECT_EQ(searched(p, 0).solutions, published[static_cast<std::size_t>(n - 1)]) << n << ' ' << rows;
      EXPECT_EQ(Workload::verify(p, 0, searched(p, 0)), std::nullopt) << n << ' ' << rows;
    }
  }
}

TEST(NQueens, HasATaskForEveryLegalPlacement) {
  EXPECT_EQ(placements({8, 0}).size(), 1U);
  EXPECT_EQ(placements({8, 1}).size(), 8U);
  EXPECT_EQ(placements({8, 2}).size(), 42U);  // 8 x 8 less the column and the diagonals: 2 x 6 + 6 x 5
  EXPECT_EQ(Workload::tasks({14, 1}), 14U);
  EXPECT_DOUBLE_EQ(Workload::units({14, 1}), 14);
}

// Every task of the run of nonce 0 done, which came to so many solutions.
Tally all_done(const Parameters& p, std::int64_t solutions) {
  Tally all{.solutions = solutions};
  for (std::size_t task = 0; task < Workload::tasks(p); ++task) all.done += simul::tally(0, task);
  return all;
}

TEST(NQueens, AreKnownForEveryPointOfEveryProfile) {
  for (const char* profile : {"smoke", "quick", "full"}) {
    for (const Parameters& p : Workload::points(profile)) {
      const Tally wrong = all_done(p, 0);
      EXPECT_THAT(Workload::verify(p, 0, wrong).value(), testing::StartsWith("0 solutions were found, not"));
    }
  }
  const Tally fourteen = all_done({14, 1}, 365'595);
  EXPECT_EQ(Workload::verify({14, 1}, 0, fourteen), "365595 solutions were found, not 365596");
}

TEST(NQueens, RejectsAWrongCount) {
  for (const int error : {-1, +1}) {
    auto tally = searched(eight, 7);
    tally.solutions += error;
    EXPECT_THAT(Workload::verify(eight, 7, tally).value(), testing::HasSubstr("not 92"));
  }
}

TEST(NQueens, RejectsADroppedTask) {
  Tally tally;
  const auto tasks = placements(eight);
  for (std::size_t task = 1; task < tasks.size(); ++task) tally += search(eight, tasks[task], 7, task);
  EXPECT_EQ(Workload::verify(eight, 7, tally), "7 tasks were done, not 8");
}

TEST(NQueens, RejectsATaskDoneTwiceForOneThatWasNot) {
  const auto tasks = placements(eight);
  auto tally = searched(eight, 7);
  tally.done.stamps += search(eight, tasks[3], 7, 3).done.stamps - search(eight, tasks[4], 7, 4).done.stamps;
  EXPECT_EQ(Workload::verify(eight, 7, tally), "the tasks are not those of this run, each done once");
}

TEST(NQueens, RejectsTheTalliesOfAnotherRun) {
  EXPECT_EQ(Workload::verify(eight, 8, searched(eight, 7)), "the tasks are not those of this run, each done once");
}

}  // namespace
}  // namespace nqueens
