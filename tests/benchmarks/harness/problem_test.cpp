#include "benchmarks/harness/problem.hpp"

#include <gmock/gmock.h>

#include "benchmarks/harness/enter.hpp"
#include "tests/benchmarks/harness/toy.hpp"

namespace {

using namespace simul;

TEST(Path, ListsTheParametersInTheirOrder) {
  EXPECT_EQ(path_of({{"connections", 100}, {"messages", 50}, {"bytes", 64}}),
            "connections:100/messages:50/bytes:64");
  EXPECT_EQ(path_of({{"shift", -1}}), "shift:-1");
  EXPECT_EQ(path_of({}), "");
}

TEST(Problem, HasWhatItsSpecSays) {
  const ProblemOf<toy::Workload> problem({4, 2, 77});
  EXPECT_EQ(path_of(problem.path()), "tasks:4/shift:2");
  EXPECT_EQ(path_of(problem.recorded()), "steps:77");
  EXPECT_DOUBLE_EQ(problem.units(), 4);
  EXPECT_EQ(problem.useful_cpu(), UsefulCpu::kernel);
  EXPECT_EQ(problem.kernel(), work(1, 77));
  EXPECT_DOUBLE_EQ(problem.kernel_calls(), 4);
  EXPECT_DOUBLE_EQ(problem.ideal_s(2, 3).value(), 1.5);
  EXPECT_EQ(problem.tasks(), 4U);
  EXPECT_EQ(problem.notes_per_task(), 2U);
}

// The least that a spec may have.
struct Bare {
  static constexpr std::string_view kind = "io", name = "bare", in_turn = "", waits = "", works = "";
  struct Parameters {};
  using Answer = int;
  static constexpr std::array<std::pair<const char*, std::int64_t Parameters::*>, 0> fields{};
  static std::vector<Parameters> points(std::string_view) { return {{}}; }
  static std::optional<std::string> verify(const Parameters&, std::uint64_t, const Answer&) { return {}; }
  static int units(const Parameters&) { return 1; }
};

struct Accompanied : Bare {
  static constexpr std::string_view no_baseline = "it takes two";
};

struct Waiting : Bare {
  static constexpr bool pure_waits = true;
};

TEST(Problem, GoesWithoutWhatItsSpecLeavesOut) {
  const ProblemOf<Bare> problem(Bare::Parameters{});
  EXPECT_EQ(path_of(problem.path()), "");
  EXPECT_TRUE(problem.recorded().empty());
  EXPECT_EQ(problem.useful_cpu(), UsefulCpu::baseline);
  EXPECT_FALSE(problem.ideal_s(2, 1));
  EXPECT_FALSE(problem.prefix());
  EXPECT_FALSE(problem.no_baseline());
  EXPECT_EQ(problem.tasks(), 0U);
  EXPECT_EQ(problem.kernel_calls(), 0);
}

TEST(Problem, ThatNobodySolvesAloneSaysWhy) {
  EXPECT_EQ(ProblemOf<Accompanied>(Bare::Parameters{}).no_baseline(), "it takes two");
}

TEST(Problem, OfPureWaitsHasNoUsefulWork) {
  EXPECT_EQ(ProblemOf<Waiting>(Bare::Parameters{}).useful_cpu(), UsefulCpu::none);
}

TEST(Problem, IsCalibratedWhenItsStepsAre) {
  for (const Contestant* contestant : contestants()) {
    for (const auto& problem : contestant->problems("full", 50))
      EXPECT_EQ(path_of(problem->recorded()), "steps:100");
  }
}

}  // namespace
