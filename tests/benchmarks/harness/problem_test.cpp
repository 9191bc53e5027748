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
  EXPECT_TRUE(problem.has_kernel());
  EXPECT_DOUBLE_EQ(problem.ideal(2, 3).value().wall_s, 1.5);
  EXPECT_EQ(problem.ideal(2, 3).value().binding, "work");
  EXPECT_EQ(problem.ideal(64, 3).value().binding, "longest_task");
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

struct Calling : Bare {
  static constexpr bool system_calls = true;
  static std::uint64_t kernel(const Parameters&) { return 7; }
  static int kernel_calls(const Parameters&) { return 3; }
  static constexpr std::string_view no_ideal = "nobody knows";
};

TEST(Problem, OfSystemCallsMayHaveAKernelForItsBound) {
  const ProblemOf<Calling> problem(Bare::Parameters{});
  EXPECT_EQ(problem.useful_cpu(), UsefulCpu::baseline);
  EXPECT_TRUE(problem.has_kernel());
  EXPECT_EQ(problem.kernel(), 7U);
  EXPECT_EQ(problem.no_ideal(), "nobody knows");
}

struct Waiting : Bare {
  static constexpr bool pure_waits = true;
};

TEST(Problem, GoesWithoutWhatItsSpecLeavesOut) {
  const ProblemOf<Bare> problem(Bare::Parameters{});
  EXPECT_EQ(path_of(problem.path()), "");
  EXPECT_TRUE(problem.recorded().empty());
  EXPECT_EQ(problem.useful_cpu(), UsefulCpu::baseline);
  EXPECT_FALSE(problem.has_kernel());
  EXPECT_FALSE(problem.ideal(2, 1));
  EXPECT_EQ(problem.no_ideal(), "the workload has none");
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

// A field that counts nothing, and problems of which some only wait.
struct Worded : Bare {
  struct Parameters {
    std::int64_t colour, number;
  };
  static constexpr std::array fields{std::pair{"colour", &Parameters::colour},
                                     std::pair{"number", &Parameters::number}};
  static std::optional<std::string_view> word(std::string_view field, std::int64_t number) {
    if (field != "colour") return std::nullopt;
    return number == 0 ? "red" : "green";
  }
  static std::vector<Parameters> points(std::string_view) { return {{0, 0}}; }
  static std::optional<std::string> verify(const Parameters&, std::uint64_t, const Answer&) { return {}; }
  static int units(const Parameters&) { return 1; }
  static bool pure_waits(const Parameters& p) { return p.number == 0; }
  static std::uint64_t kernel(const Parameters&) { return 0; }
};

TEST(Problem, SaysTheWordForANumber) {
  EXPECT_EQ(path_of(ProblemOf<Worded>({1, 1}).path()), "colour:green/number:1");
  EXPECT_EQ(path_of({{"colour", "red"}, {"number", -1}}), "colour:red/number:-1");
}

TEST(Problem, MayOnlyWaitAtSomeOfItsPoints) {
  EXPECT_EQ(ProblemOf<Worded>({0, 0}).useful_cpu(), UsefulCpu::none);
  EXPECT_EQ(ProblemOf<Worded>({0, 1}).useful_cpu(), UsefulCpu::kernel);
}

TEST(Problem, MayBeAPointOfASweep) {
  const auto granularity = ProblemOf<toy::Workload>({4, 2, 77}).granularity();
  ASSERT_TRUE(granularity);
  EXPECT_EQ(granularity->parameter, "shift");
  EXPECT_EQ(granularity->at_once, 4);
  EXPECT_FALSE(granularity->waited_s);
  EXPECT_EQ(ProblemOf<toy::Workload>({4, 0, 77}).granularity()->waited_s, 4);
  EXPECT_FALSE(ProblemOf<Bare>(Bare::Parameters{}).granularity());
}

TEST(Problem, IsCalibratedWhenItsStepsAre) {
  for (const Contestant* contestant : contestants()) {
    for (const auto& problem : contestant->problems("full", 50))
      EXPECT_EQ(path_of(problem->recorded()), "steps:100");
  }
}

}  // namespace
