#include "benchmarks/sync/ring/workload.hpp"

#include <gmock/gmock.h>

namespace ring {
namespace {

constexpr Parameters three{3, 2};

// A token that was at these nodes, each of which counted it.
Answer by_way_of(std::uint64_t nonce, std::initializer_list<std::uint64_t> nodes) {
  Answer answer{ring::start(nonce), std::vector<std::uint64_t>(three.size())};
  for (const std::uint64_t node : nodes) answer.token.visit(node), ++answer.visits[node];
  return answer;
}

TEST(Ring, AcceptsATokenThatWentRound) {
  EXPECT_EQ(Workload::verify(three, 7, by_way_of(7, {0, 1, 2, 0, 1, 2})), std::nullopt);
  EXPECT_EQ(Workload::verify(three, ~0UL, call_all(three, ~0UL)), std::nullopt);
}

TEST(Ring, RejectsTheTokenOfAnotherRun) {
  EXPECT_EQ(Workload::verify(three, 8, call_all(three, 7)),
            "the token's path is not round the ring in this run");
}

TEST(Ring, RejectsAHopThatIsMissing) {
  EXPECT_EQ(Workload::verify(three, 7, by_way_of(7, {0, 1, 2, 0, 1})), "the token made 5 hops, not 6");
  EXPECT_EQ(Workload::verify(three, 7, {{}, {0, 0, 0}}), "the token made 0 hops, not 6");
}

TEST(Ring, RejectsAHopThatWasMadeTwice) {
  EXPECT_EQ(Workload::verify(three, 7, by_way_of(7, {0, 1, 1, 2, 0, 1, 2})), "the token made 7 hops, not 6");
  EXPECT_EQ(Workload::verify(three, 7, by_way_of(7, {0, 1, 1, 0, 1, 2})),
            "node 1 had the token 3 times, not 2");
}

TEST(Ring, RejectsNodesInAnotherOrder) {
  EXPECT_EQ(Workload::verify(three, 7, by_way_of(7, {0, 2, 1, 0, 2, 1})),
            "the token's path is not round the ring in this run");
  EXPECT_EQ(Workload::verify(three, 7, by_way_of(7, {1, 2, 0, 1, 2, 0})),
            "the token's path is not round the ring in this run");
}

// As of two tokens: each node has one, and the one that comes back was at a part of them only.
TEST(Ring, RejectsANodeThatCountedWhatTheTokenDidNotSee) {
  Answer answer = by_way_of(7, {0, 1, 2, 0, 1, 2});
  ++answer.visits[2];
  EXPECT_EQ(Workload::verify(three, 7, answer), "node 2 had the token 3 times, not 2");
  answer.visits.pop_back();
  EXPECT_EQ(Workload::verify(three, 7, answer), "2 nodes answered");
}

TEST(Ring, EndsWhereItBegan) {
  const Parameters p{5, 1};
  EXPECT_EQ(p.after(0), 1U);
  EXPECT_EQ(p.after(4), 0U);
}

TEST(Ring, GoesRoundAtEveryPoint) {
  for (const char* profile : {"smoke", "quick", "full"}) {
    for (const Parameters& p : Workload::points(profile)) EXPECT_GE(p.laps, 10) << profile << ' ' << p.nodes;
  }
}

TEST(Ring, CallsASmallKernelOverAndOver) {
  EXPECT_DOUBLE_EQ(Workload::kernel_calls({100, 50}), 1.0 / 200);
  EXPECT_DOUBLE_EQ(Workload::kernel_calls({100, 10'000}), 1);
  EXPECT_NE(Workload::kernel({100, 50}), Workload::kernel({100, 51}));
}

// 5,000 hops whose arithmetic takes 10 us by itself: no CPU can begin a hop before the one before it is over.
TEST(RingIdeal, IsTheTokensOwnArithmeticOnAnyNumberOfCpus) {
  const Parameters p{100, 50};
  EXPECT_DOUBLE_EQ(simul::ideal_s<Workload>(p, 1, 1e-5), 1e-5);
  EXPECT_DOUBLE_EQ(simul::ideal_s<Workload>(p, 64, 1e-5), 1e-5);
  EXPECT_EQ(Workload::bounds(p, 2, 1e-5)[0].first, "token");
}

TEST(Ring, ComesInSizesOfTheSameShape) {
  const auto few = Workload::of_size({1'000, 10}, 1);
  EXPECT_EQ(std::pair(few.nodes, few.laps), std::pair(std::int64_t{100}, std::int64_t{1}));
  const auto more = Workload::of_size({2, 500'000}, 7);
  EXPECT_EQ(std::pair(more.nodes, more.laps), std::pair(std::int64_t{2}, std::int64_t{4}));
}

}  // namespace
}  // namespace ring
