#include "benchmarks/cpu/skynet/workload.hpp"

#include <gmock/gmock.h>

namespace skynet {
namespace {

// As published with the benchmark: ordinal numbers from 0.
TEST(Skynet, HasThePublishedSums) {
  EXPECT_EQ(add_up(root({1'000'000}, 0)).numbers, 499'999'500'000U);
  EXPECT_EQ(add_up(root({1'000}, 0)).numbers, 499'500U);
  EXPECT_EQ(add_up(root({1}, 0)).numbers, 0U);
}

TEST(Skynet, HasANodeForEveryLeafAndParent) {
  EXPECT_EQ(Parameters{1}.nodes(), 1);
  EXPECT_EQ(Parameters{10}.nodes(), 11);
  EXPECT_EQ(Parameters{1'000}.nodes(), 1'111);
  EXPECT_EQ(Parameters{1'000'000}.nodes(), 1'111'111);
  EXPECT_EQ(add_up(root({1'000}, 5)).nodes, 1'111);
  EXPECT_DOUBLE_EQ(Workload::units({1'000}), 1'111);
}

TEST(Skynet, NumbersItsLeavesFromTheNonce) {
  EXPECT_EQ(add_up(root({100}, 7)).numbers, 4950U + 700);
  for (const std::uint64_t nonce : {0UL, 1UL, 0xffffffffUL, ~0UL}) {
    const Parameters p{1'000};
    EXPECT_EQ(Workload::verify(p, nonce, add_up(root(p, nonce))), std::nullopt) << nonce;
  }
}

TEST(Skynet, RejectsTheSumOfAnotherRun) {
  const Parameters p{100};
  EXPECT_EQ(Workload::verify(p, 8, add_up(root(p, 7))), "the sum is 4850, not 4950");
}

TEST(Skynet, RejectsAWrongSum) {
  const Parameters p{100};
  auto sum = add_up(root(p, 7));
  ++sum.numbers;
  EXPECT_EQ(Workload::verify(p, 7, sum), "the sum is 4951, not 4950");
}

TEST(Skynet, RejectsADroppedNode) {
  const Parameters p{100};
  auto sum = add_up(root(p, 7));
  --sum.nodes;
  EXPECT_EQ(Workload::verify(p, 7, sum), "110 nodes answered, not 111");
  EXPECT_NE(Workload::verify(p, 7, {}), std::nullopt);
}

}  // namespace
}  // namespace skynet
