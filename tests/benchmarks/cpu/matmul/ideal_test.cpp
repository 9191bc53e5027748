// The closed form, by hand.
#include <gtest/gtest.h>

#include "benchmarks/cpu/matmul/workload.hpp"

namespace matmul {
namespace {

// 512 in tiles of 64: 8 x 8 tasks. 6.4 s of work take two cores 3.2 s; a hundred cores cannot beat one tile,
// 0.1 s.
TEST(MatmulIdeal, IsTheSharedWorkOrOneTile) {
  const Parameters p{.size = 512, .tile = 64};
  EXPECT_DOUBLE_EQ(Workload::units(p), 64);
  EXPECT_DOUBLE_EQ(simul::ideal_s<Workload>(p, 1, 6.4), 6.4);
  EXPECT_DOUBLE_EQ(simul::ideal_s<Workload>(p, 2, 6.4), 3.2);
  EXPECT_DOUBLE_EQ(simul::ideal_s<Workload>(p, 100, 6.4), 0.1);
  EXPECT_EQ(Workload::bounds(p, 2, 6.4)[0].first, "work");
  EXPECT_GT(Workload::bounds(p, 2, 6.4)[0].second, Workload::bounds(p, 2, 6.4)[1].second);
  EXPECT_EQ(Workload::bounds(p, 100, 6.4)[1].first, "longest_task");
  EXPECT_LT(Workload::bounds(p, 100, 6.4)[0].second, Workload::bounds(p, 100, 6.4)[1].second);
}

// Whole tiles on 3 cores: 22 of 64 on one of them, and so 22/64 of the work, which is above a third.
TEST(MatmulIdeal, IsBelowWhatWholeTilesTake) {
  EXPECT_LE(simul::ideal_s<Workload>({.size = 512, .tile = 64}, 3, 6.4), 2.2);
}

}  // namespace
}  // namespace matmul
