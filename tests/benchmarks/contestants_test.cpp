// Every contestant at its smoke points, twice over, with and without a journal. ctest starts a process for each.
#include <gtest/gtest.h>

#include <algorithm>

#include "benchmarks/harness/account.hpp"
#include "benchmarks/harness/cell.hpp"
#include "benchmarks/harness/contestant.hpp"

namespace simul {

// In ctest's list: by name, not by address.
void PrintTo(const Contestant* contestant, std::ostream* out) { *out << contestant->name; }

namespace {

constexpr unsigned workers = 2;

class Contestants : public testing::TestWithParam<const Contestant*> {
 protected:
  // The points that it can do here, and in a moment: a baseline that needs a prefix is tested at its small points.
  static std::vector<std::shared_ptr<const Problem>> problems() {
    auto all = GetParam()->problems("smoke", 20);
    const Limits limits = limits_of_this_machine();
    std::erase_if(all, [&](const auto& problem) {
      return GetParam()->unsupported(*problem, limits) ||
             (GetParam()->name == "sequential" && problem->prefix());
    });
    return all;
  }
  static void run(Trial& trial, std::uint64_t nonce, const Problem& problem) {
    trial.forget();
    trial.run(nonce);
    EXPECT_EQ(trial.verify(), std::nullopt) << path_of(problem.path());
  }
};

std::string name_of(const testing::TestParamInfo<const Contestant*>& info) {
  return info.param->kind + '_' + info.param->workload + '_' + info.param->name;
}

TEST_P(Contestants, AnswerRightTimedAndObserved) {
  ASSERT_FALSE(problems().empty());
  for (const auto& problem : problems()) {
    {
      const auto timed = GetParam()->set_up(*problem, workers, nullptr);
      run(*timed, 444, *problem);
      run(*timed, 0xffffffff, *problem);
    }
    if (problem->tasks() == 0) continue;
    Journal journal(problem->tasks(), problem->notes_per_task());
    const auto observed = GetParam()->set_up(*problem, workers, &journal);
    for (const std::uint64_t nonce : {444U, 445U}) {
      journal.clear();
      run(*observed, nonce, *problem);
      const auto account = simul::account(journal, {std::chrono::seconds(10), GetParam()->lanes});
      EXPECT_EQ(account.early_wakes, 0U) << path_of(problem->path());
      EXPECT_GE(account.peak, 1U);
      EXPECT_LE(account.peak, problem->tasks());
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, Contestants, testing::ValuesIn(contestants()), name_of);

// Or the workload says why it cannot be.
TEST(Contestant, OfEveryWorkloadIsSequential) {
  std::vector<std::string> without;
  for (const Contestant* c : contestants()) {
    const bool cannot = c->problems("smoke", 20).front()->no_baseline().has_value();
    const bool has = std::ranges::any_of(contestants(), [c](const Contestant* other) {
      return other->kind == c->kind && other->workload == c->workload && other->name == "sequential";
    });
    EXPECT_FALSE(has && cannot) << c->workload;
    if (!has && !cannot) without.push_back(c->workload);
  }
  EXPECT_TRUE(without.empty()) << without.front();
}

}  // namespace
}  // namespace simul
