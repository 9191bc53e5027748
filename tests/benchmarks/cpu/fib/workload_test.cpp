#include "benchmarks/cpu/fib/workload.hpp"

#include <gmock/gmock.h>

namespace fib {
namespace {

const Parameters twelve{.n = 12, .cut_off = 8};

// A unit per call, as a contestant without a cut-off has it.
Answer per_call(const Parameters& p, std::uint64_t nonce) {
  const Sum sum = call(p.n, nonce);
  return {sum, sum.calls};
}

Answer down_to_the_cut_off(const Parameters& p, std::int64_t n, std::uint64_t nonce) {
  if (p.cut(n)) return unit(call(n, nonce));
  return joined(down_to_the_cut_off(p, n - 1, nonce), down_to_the_cut_off(p, n - 2, nonce));
}

std::vector<Sum> sums_of_pieces(const Parameters& p, std::uint64_t nonce) {
  std::vector<Sum> sums;
  for (const std::int64_t n : pieces(p)) sums.push_back(call(n, nonce));
  return sums;
}

// https://oeis.org/A000045
TEST(Fib, HasThePublishedNumbers) {
  const std::vector<std::int64_t> published{0, 1, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144};
  for (std::size_t n = 0; n < published.size(); ++n) {
    EXPECT_EQ(fibonacci(static_cast<std::int64_t>(n)), published[n]) << n;
    EXPECT_EQ(call(static_cast<std::int64_t>(n), 0).number, static_cast<std::uint64_t>(published[n])) << n;
  }
  EXPECT_EQ(fibonacci(30), 832'040);
}

// fib(4) calls 3 and 2; 3 calls 2 and 1; both 2 call 1 and 0: 9 calls.
TEST(Fib, CountsItsCalls) {
  EXPECT_EQ(Parameters{4}.calls(), 9);
  EXPECT_EQ(Parameters{30}.calls(), 2'692'537);
  for (std::int64_t n = 0; n <= 20; ++n) EXPECT_EQ(call(n, 7).calls, Parameters{n}.calls()) << n;
  EXPECT_DOUBLE_EQ(Workload::units({30}), 2'692'537);
}

// What is left of fib(12) below 8: F(12 - 8 + 3) = 13 pieces.
TEST(Fib, IsCutIntoPiecesThatJoinToTheSame) {
  EXPECT_EQ(twelve.pieces(), 13);
  EXPECT_THAT(pieces({.n = 10, .cut_off = 9}), testing::ElementsAre(8, 7, 8));
  for (std::int64_t cut_off = 2; cut_off <= 12; ++cut_off) {
    const Parameters p{12, cut_off};
    EXPECT_EQ(std::ssize(pieces(p)), p.pieces()) << cut_off;
    const Sum sum = join(p, sums_of_pieces(p, 7));
    EXPECT_EQ(sum.number, call(12, 7).number) << cut_off;
    EXPECT_EQ(sum.calls, call(12, 7).calls) << cut_off;
  }
}

TEST(Fib, AcceptsAUnitPerCallPerCallAboveTheCutOffAndPerPiece) {
  for (const std::uint64_t nonce : {0UL, 1UL, 0xffffffffUL, ~0UL}) {
    EXPECT_EQ(Workload::verify(twelve, nonce, per_call(twelve, nonce)), std::nullopt) << nonce;
    const Answer cut = down_to_the_cut_off(twelve, twelve.n, nonce);
    EXPECT_EQ(cut.units, 25);
    EXPECT_EQ(Workload::verify(twelve, nonce, cut), std::nullopt) << nonce;
    const Answer flat{join(twelve, sums_of_pieces(twelve, nonce)), 13};
    EXPECT_EQ(Workload::verify(twelve, nonce, flat), std::nullopt) << nonce;
  }
}

TEST(Fib, AcceptsTheKnownNumberAtEveryPointOfEveryProfile) {
  for (const char* profile : {"smoke", "quick", "full"}) {
    for (const Parameters& p : Workload::points(profile)) {
      EXPECT_GE(p.cut_off, 2) << profile;
      Answer answer{{static_cast<std::uint64_t>(fibonacci(p.n)), p.calls()}, p.calls()};
      EXPECT_EQ(Workload::verify(p, 0, answer), std::nullopt) << p.n;
      ++answer.sum.number;
      EXPECT_THAT(Workload::verify(p, 0, answer).value(), testing::StartsWith("the number is ")) << p.n;
    }
  }
}

TEST(Fib, RejectsAWrongNumber) {
  auto answer = per_call(twelve, 7);
  ++answer.sum.number;
  EXPECT_EQ(Workload::verify(twelve, 7, answer), "the number is 145, not 144");
}

TEST(Fib, RejectsTheNumberOfAnotherRun) {
  EXPECT_THAT(Workload::verify(twelve, 8, per_call(twelve, 7)).value(), testing::EndsWith(", not 144"));
}

TEST(Fib, RejectsASkippedCall) {
  auto answer = per_call(twelve, 7);
  --answer.sum.calls;
  EXPECT_EQ(Workload::verify(twelve, 7, answer), "464 calls were made, not 465");
  EXPECT_EQ(Workload::verify(twelve, 7, {}), "0 calls were made, not 465");
}

// Whoever looks numbers up in a table has them right, and is found out all the same.
TEST(Fib, RejectsANumberThatWasRememberedInsteadOfCalled) {
  std::vector<Sum> known;
  for (std::int64_t n = 0; n <= twelve.n; ++n)
    known.push_back(n < 2 ? fib::leaf(n, 7) : Sum{known.end()[-1].number + known.end()[-2].number, 1});
  EXPECT_EQ(known.back().number, call(12, 7).number);
  EXPECT_EQ(Workload::verify(twelve, 7, {known.back(), 13}), "1 calls were made, not 465");
}

TEST(Fib, RejectsAPieceTakenForAnother) {
  auto sums = sums_of_pieces(twelve, 7);
  sums[3] = sums[4];
  EXPECT_NE(Workload::verify(twelve, 7, {join(twelve, sums), 13}), std::nullopt);
}

TEST(Fib, RejectsAPieceThatIsMissing) {
  auto sums = sums_of_pieces(twelve, 7);
  sums[3] = {};
  EXPECT_THAT(Workload::verify(twelve, 7, {join(twelve, sums), 13}).value(),
              testing::HasSubstr("calls were made"));
}

// It says that it makes a unit of every call, and cuts off at the leaves.
TEST(Fib, RejectsUnitsThatWereNotMade) {
  const Parameters finer{.n = 12, .cut_off = 3};
  const Answer cut = down_to_the_cut_off(finer, 12, 7);
  EXPECT_EQ(Workload::verify(finer, 7, cut), std::nullopt);
  EXPECT_THAT(Workload::verify(twelve, 7, cut).value(),
              testing::StartsWith("287 units were made, and not one per call"));
  auto answer = per_call(twelve, 7);
  --answer.units;
  EXPECT_THAT(Workload::verify(twelve, 7, answer).value(), testing::StartsWith("464 units were made"));
}

}  // namespace
}  // namespace fib
