#include <gtest/gtest.h>

#include "benchmarks/harness/metrics.hpp"

namespace {

using simul::AtWorkers;
using simul::Metric;

TEST(Cost, IsTheFewestWorkersThatBeatTheBaseline) {
  const auto known = Metric::known;
  const std::vector<AtWorkers> sweep{{1, known(20)}, {2, known(11)}, {4, known(9)}, {8, known(5)}};
  EXPECT_EQ(cost(known(10), sweep).value, 4);
  EXPECT_EQ(cost(known(11), sweep).value, 4);  // as fast is not faster
  EXPECT_EQ(cost(known(21), sweep).value, 1);
  EXPECT_EQ(cost(known(5), sweep).reason, "never beat `sequential`");
  EXPECT_EQ(cost(Metric::unknown("no baseline"), sweep).reason, "no baseline");
}

TEST(Cost, IsUnknownWhenFewerWorkersMightHaveBeenEnough) {
  const std::vector<AtWorkers> sweep{{1, Metric::unknown("not run")}, {2, Metric::known(1)}};
  EXPECT_EQ(cost(Metric::known(10), sweep).reason, "not run");
}

// A time of nothing is a fault of the measurement, and beats nobody.
TEST(Cost, IsUnknownForATimeOfNothing) {
  const std::vector<AtWorkers> sweep{{1, Metric::known(0)}};
  EXPECT_FALSE(cost(Metric::known(10), sweep).value);
  EXPECT_FALSE(cost(Metric::known(10), sweep).reason.empty());
}

}  // namespace
