#include "benchmarks/harness/sentence.hpp"

#include <gmock/gmock.h>

#include "benchmarks/harness/comparison.hpp"
#include "tests/benchmarks/harness/made_up.hpp"

namespace {

using namespace simul;

// A result of the toy's contestant of that name, in words.
std::string in_words_of(const std::string& contestant, const Measured& measured) {
  const Result result{.cell = toy_cells({contestant}).front()};
  return sentence({.result = &result, .metrics = derive(measured)});
}

Measured exhibition() {
  return {.wall_s = 3655,
          .cpu_s = 3655,
          .baseline_s = Metric::known(43'200),
          .confined_s = Metric::known(3655),
          .useful_s = Metric::known(3600)};
}

TEST(Sentence, SaysHowMuchFasterAndWhatWasGoingOn) {
  EXPECT_EQ(in_words_of("coro", exhibition()),
            "11.8x faster than one task at a time: on average 10.8 tasks waited at once while 0.98 of a core "
            "toyed; one thread, so none of it is parallelism");
}

TEST(Sentence, SaysWhatFurtherCpusBroughtToSeveralLanes) {
  auto m = exhibition();
  m.confined_s = Metric::known(7310);
  EXPECT_THAT(in_words_of("threads", m),
              testing::EndsWith("; on one CPU it is 5.91x, and the other CPUs multiply that by 2.00"));
  m.confined_s = Metric::known(1827.5);
  EXPECT_THAT(in_words_of("threads", m),
              testing::EndsWith("the other CPUs cost more in waking than they bring (x0.50)"));
}

TEST(Sentence, DoesNotBoastWhenSlower) {
  auto m = exhibition();
  m.baseline_s = Metric::known(3655. / 4);
  EXPECT_THAT(in_words_of("coro", m), testing::StartsWith("4.00x slower than one task at a time"));
  m.baseline_s = Metric::known(3655. * 1.02);
  EXPECT_THAT(in_words_of("coro", m), testing::StartsWith("as fast as one task at a time"));
}

// The waits are a difference of two measurements: noise may make it negative, which nobody would understand.
TEST(Sentence, HasNoNegativeWaits) {
  auto m = exhibition();
  m.useful_s = Metric::known(44'000);
  EXPECT_THAT(in_words_of("coro", m), testing::HasSubstr("on average 0 tasks"));
}

TEST(Sentence, LeavesOutWhatIsUnknown) {
  auto m = exhibition();
  m.useful_s = Metric::unknown("the kernel was not timed");
  m.confined_s = Metric::unknown("not run confined to one CPU");
  EXPECT_EQ(in_words_of("threads", m), "11.8x faster than one task at a time");
}

TEST(Sentence, CallsTheBaselineByItsName) {
  EXPECT_EQ(in_words_of("sequential", exhibition()), "the baseline: one task at a time");
}

TEST(Sentence, OfAFailureIsItsStatusAndReason) {
  const Result result{.cell = toy_cells({"coro"}).front(), .status = Status::timed_out, .reason = "too slow"};
  EXPECT_EQ(sentence({.result = &result}), "timed_out: too slow");
}

TEST(InWords, HaveThreeDigitsAndNoExponent) {
  EXPECT_EQ(in_words(11.8194), "11.8");
  EXPECT_EQ(in_words(0.98495), "0.98");
  EXPECT_EQ(in_words(1), "1.00");
  EXPECT_EQ(in_words(0), "0");
  EXPECT_EQ(in_words(-0.0), "0");
  EXPECT_EQ(in_words(0.0012), "0.0012");
  EXPECT_EQ(in_words(0.00001), "<0.0001");
  EXPECT_EQ(in_words(-0.00001), ">-0.0001");
  EXPECT_EQ(in_words(123.4), "123");
  EXPECT_EQ(in_words(43'200), "43200");
}

}  // namespace
