#include "benchmarks/harness/terminal.hpp"

#include <gmock/gmock.h>

#include "tests/benchmarks/harness/made_up.hpp"

namespace {

using namespace simul;

// What is said by `speak` where standard error is no terminal.
std::string said(const std::function<void()>& speak) {
  testing::internal::CaptureStderr();
  speak();
  return testing::internal::GetCapturedStderr();
}

TEST(Terminal, IsNeededForALineThatIsWrittenOver) {
  EXPECT_EQ(said([] {
              show({.cell = "cpu/toy/coro", .what = "round 3/10", .done = 4, .all = 20, .left_s = 75.4});
              clear_progress();
            }),
            "[round 3/10, 5/20] cpu/toy/coro  about 1:15 left\n");
}

TEST(Terminal, IsToldOfAFailure) {
  Result result;
  result.cell = toy_cells({"coro"})[0];
  result.status = Status::crashed;
  result.reason = "it broke";
  EXPECT_EQ(said([&] { show_failure(result); }), result.cell.name + ": crashed: it broke\n");
}

TEST(Terminal, IsWarnedOfWhatIsBadAndOfNothingElse) {
  const Finding note{Finding::Level::note, "load", "some", "wait"};
  EXPECT_EQ(said([&] { warn({note}); }), "");
  const Finding steal{Finding::Level::bad, "steal time", "a third", "move"};
  const Finding quota{Finding::Level::bad, "CPU quota", "half a CPU", "lift it"};
  EXPECT_EQ(said([&] {
              warn({steal, note, quota});
            }),
            "simul: this machine would mislead: steal time (a third), CPU quota (half a CPU); `simul doctor` "
            "says what "
            "to do\n");
}

TEST(Terminal, IsToldWhatExtraRoundsCameTo) {
  std::vector<Comparison> comparisons(3);
  EXPECT_EQ(said([&] { tell_of_extra_rounds(comparisons); }), "");
  comparisons[0].extra_rounds = 2;
  comparisons[2].extra_rounds = 4;
  comparisons[2].standings.resize(2);
  comparisons[2].standings[1].stability.more_rounds_may_help = true;
  EXPECT_EQ(said([&] { tell_of_extra_rounds(comparisons); }),
            "simul: up to 4 extra rounds for 2 problems with an unstable cell; 1 still have one (see "
            "`stability` and "
            "`cautions` in the file)\n");
}

}  // namespace
