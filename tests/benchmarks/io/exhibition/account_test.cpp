// The journal of a real exhibition on one loop against the closed form of its number of boards in flight.
#include "benchmarks/harness/account.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "benchmarks/harness/spells.hpp"

namespace simul {
namespace {

constexpr std::size_t boards = 24, moves = 30;
constexpr double reply_s = 2750e-6;

// One host who thinks for h and never rests (n h >= h + d), going in order. Board i begins at i h. Its last thought ends at
// ((m - 1) n + i + 1) h, its last reply is due d later, and the host sees to it when he is through with the last walk, at
// m n h: it ends at the later of the two. N is the sum of these lives over T = m n h + d.
double closed_form(double h) {
  const double n = boards, m = moves;
  double lives = 0;
  for (double i = 0; i < n; ++i) lives += std::max(m * n * h, ((m - 1) * n + i + 1) * h + reply_s) - i * h;
  return lives / (m * n * h + reply_s);
}

struct Exhibition {
  Account account;
  double host_s;  // mean length of a burst: one thought
};

Exhibition exhibition() {
  const auto coro = std::ranges::find_if(contestants(), [](const Contestant* contestant) {
    return contestant->workload == "exhibition" && contestant->name == "coro";
  });
  const auto problem = (*coro)->problems("quick", 2000).front();
  Journal journal(problem->tasks(), problem->notes_per_task());
  const auto trial = (*coro)->set_up(*problem, 1, &journal);
  const auto start = std::chrono::steady_clock::now();
  trial->run(444);
  const auto wall = std::chrono::steady_clock::now() - start;
  EXPECT_EQ(trial->verify(), std::nullopt);
  std::int64_t thinking_ns = 0;
  for (std::size_t task = 0; task < journal.tasks(); ++task) {
    for (const Spell& spell : spells_of(task, journal.of(task)))
      thinking_ns += spell.kind == Spell::Kind::burst ? spell.to_ns - spell.from_ns : 0;
  }
  return {account(journal, {wall}), 1e-9 * static_cast<double>(thinking_ns) / (boards * moves)};
}

// The form knows the mean thought alone, and whoever takes the CPU from the host makes a few thoughts long: when that is
// before the last board has begun or after the first has ended, the mean is off. So one of several exhibitions must agree.
TEST(ExhibitionAccount, HasAsManyBoardsInFlightAsTheClosedFormSays) {
  double off = 1;
  for (int attempt = 0; attempt < 8 && off > 0.05; ++attempt) {
    const Exhibition seen = exhibition();
    ASSERT_GE(boards * seen.host_s, seen.host_s + reply_s) << "he rests: another form holds";
    EXPECT_EQ(seen.account.peak, boards);
    EXPECT_LE(seen.account.little_error, 1e-9);
    EXPECT_EQ(seen.account.early_wakes, 0U);
    off = std::abs(seen.account.mean / closed_form(seen.host_s) - 1);
  }
  EXPECT_LE(off, 0.05);
}

// The published numbers, scaled 1:20,000: 23.35 of 24 boards.
TEST(ExhibitionAccount, HasTheClosedFormOfThePublishedNumbers) {
  EXPECT_NEAR(closed_form(250e-6), 23.35, 0.005);
}

}  // namespace
}  // namespace simul
