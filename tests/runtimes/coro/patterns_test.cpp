// Compiles and runs the code of docs/patterns.md, which CMake cuts out of the page.
#include <gtest/gtest.h>

#include <numeric>
#include <string>
#include <vector>

#include "runtimes/coro/async_generator.hpp"
#include "runtimes/coro/channel.hpp"
#include "runtimes/coro/gather.hpp"
#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/scope.hpp"
#include "tests/runtimes/coro/faults.hpp"

namespace coro {
namespace {

using namespace std::chrono_literals;

#include "patterns.inc"

Loop::Clock::duration elapsed_since(Loop::Clock::time_point start) { return Loop::Clock::now() - start; }

// The clock stands still but for the loop's waits, so that the time that passes is the time that was waited.
class Patterns : public testing::Test {
 protected:
  const test::FakeClock clock_;
  const Loop::Clock::time_point start_ = Loop::Clock::now();
  Loop loop_;
};

TEST_F(Patterns, ChainsOverlapAndEachOfThemTakesItsTime) {
  EXPECT_EQ(loop_.run(count_all(loop_, 10)), 60u);
  EXPECT_EQ(elapsed_since(start_), 6ms);
}

TEST_F(Patterns, AQueueLosesNothing) { EXPECT_EQ(loop_.run(sum_of_queue(loop_, 5, 10, 100)), 499 * 500 / 2); }

TEST_F(Patterns, AGeneratorIsLeftEarly) {
  EXPECT_EQ(loop_.run(sum_up_to(loop_, 30)), 28);
  EXPECT_EQ(elapsed_since(start_), 800us) << "the eighth reading was one too many";
}

TEST_F(Patterns, TheExhibitionWaitsForAllOpponentsAtOnce) {
  std::vector<int> boards(24);
  loop_.run(exhibition(loop_, boards, 30));
  EXPECT_EQ(boards, std::vector<int>(24, 30));
  EXPECT_EQ(elapsed_since(start_), 60ms) << "30 waits of 2 ms, not 720";
}

}  // namespace
}  // namespace coro
