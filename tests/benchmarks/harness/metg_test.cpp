// METG on made-up sweeps whose answer is known.
#include "benchmarks/harness/metg.hpp"

#include <gmock/gmock.h>

#include <cmath>

namespace {

using namespace simul;

// A runtime that adds the same to every task, whatever its length: at 50 % a task is as long as what is
// added, and takes twice that.
std::vector<TaskLength> with_overhead(double overhead_s, const std::vector<double>& useful_s) {
  std::vector<TaskLength> sweep;
  for (const double useful : useful_s) sweep.push_back({useful, useful + overhead_s});
  return sweep;
}

TEST(Metg, IsWhatIsAddedTwice) {
  EXPECT_DOUBLE_EQ(metg(with_overhead(3e-6, {1e-6, 3e-6, 9e-6})).value.value(),
                   6e-6);  // a point lies on 50 %
  for (const double overhead : {1.1e-6, 3e-6, 8e-6, 2e-5})
    EXPECT_NEAR(metg(with_overhead(overhead, {1e-7, 8e-7, 6.4e-6, 5.12e-5})).value.value() / (2 * overhead),
                1, 0.08);
}

// Efficiency 20 % at 1 us and 80 % at 100 us: 50 % is half of the way, which on a logarithmic axis is 10 us
// of use.
TEST(Metg, LiesBetweenItsNeighboursOnALogarithmicAxis) {
  const std::vector<TaskLength> sweep{{1e-6, 5e-6}, {100e-6, 125e-6}};
  EXPECT_NEAR(metg(sweep).value.value(), 20e-6, 1e-12);
  EXPECT_NEAR(metg(sweep, 0.8).value.value(), 125e-6, 1e-12);
}

TEST(Metg, DoesNotDependOnTheOrderOfTheSweep) {
  EXPECT_DOUBLE_EQ(metg(with_overhead(3e-6, {9e-6, 1e-6, 3e-6})).value.value(), 6e-6);
}

// The smallest length that is efficient counts, although a longer one is not.
TEST(Metg, IsTheFirstRise) {
  const std::vector<TaskLength> sweep{{1e-6, 5e-6}, {1e-5, 2e-5}, {1e-4, 5e-4}, {1e-3, 1.1e-3}};
  EXPECT_NEAR(metg(sweep).value.value(), 2e-5, 1e-12);
}

TEST(Metg, IsUnknownWhereTheSweepDoesNotReachIt) {
  const Metric above = metg(with_overhead(3e-6, {1e-7, 1e-6}));
  EXPECT_FALSE(above.value);
  EXPECT_EQ(above.reason, "not even the longest tasks, 1.00 us of use each, are more than 25.0 % efficient");
  const Metric below = metg(with_overhead(3e-6, {1e-5, 1e-4}));
  EXPECT_FALSE(below.value);
  EXPECT_EQ(below.reason, "even the shortest tasks, 10.0 us of use each, are 76.9 % efficient");
  EXPECT_EQ(metg(with_overhead(3e-6, {1e-6})).reason, "fewer than two lengths of task");
  EXPECT_EQ(metg({}).reason, "fewer than two lengths of task");
}

TEST(Metg, DoesNotBelieveEverything) {
  const std::vector<TaskLength> sweep{{1e-6, 5e-6}, {1e-5, 5e-6}};
  EXPECT_EQ(metg(sweep).reason, "an efficiency of more than 150 % is beyond belief");
  EXPECT_FALSE(metg_or_bound(sweep));
}

TEST(Metg, IsOrderedWhereItIsUnknown) {
  EXPECT_EQ(metg_or_bound(with_overhead(3e-6, {1e-5, 1e-4})), 0);
  EXPECT_EQ(metg_or_bound(with_overhead(3e-6, {1e-7, 1e-6})), INFINITY);
}

}  // namespace
