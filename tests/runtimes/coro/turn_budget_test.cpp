#include "runtimes/coro/turn_budget.hpp"

#include <gtest/gtest.h>

namespace coro {
namespace {

using std::chrono::nanoseconds;

// A machine on which every resume takes `each`.
std::size_t learned_from(nanoseconds each) {
  TurnBudget budget;
  for (int turn = 0; turn < 50; ++turn) budget.learn(static_cast<long>(budget.resumes()) * each);
  return budget.resumes();
}

TEST(TurnBudget, GrowsToItsLimitWhenTasksOnlySwitch) {
  EXPECT_EQ(learned_from(nanoseconds(3)), TurnBudget::most);
}

TEST(TurnBudget, SettlesNearTheSliceWhenTasksCompute) {
  const auto each = TurnBudget::slice / 10;
  const std::size_t resumes = learned_from(each);
  EXPECT_GE(resumes, 10u);
  EXPECT_LE(resumes, 20u);
}

TEST(TurnBudget, IsNeverLessThanOneTask) { EXPECT_EQ(learned_from(100 * TurnBudget::slice), 1u); }

TEST(TurnBudget, ShrinksInOneStep) {
  TurnBudget budget;
  const std::size_t before = budget.resumes();
  budget.learn(TurnBudget::slice * 8);
  EXPECT_EQ(budget.resumes(), before / 8);
}

}  // namespace
}  // namespace coro
