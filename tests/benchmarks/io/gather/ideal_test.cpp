// The closed form against sleepers who take turns for a limited number of beds.
#include <gtest/gtest.h>

#include <functional>
#include <numeric>
#include <queue>

#include "benchmarks/io/gather/workload.hpp"

namespace gather {
namespace {

double ideal_s(const Parameters& p) { return simul::ideal_s<Workload>(p, 2, 0); }
double nap_s(const Parameters& p, std::size_t i) { return std::chrono::duration<double>(p.nap(i)).count(); }

// At most `beds` nap at a time, first come, first served.
double simulated_s(const Parameters& p, std::size_t beds) {
  std::priority_queue<double, std::vector<double>, std::greater<>> free;
  for (std::size_t i = 0; i < beds; ++i) free.push(0);
  double end = 0;
  for (std::size_t i = 0; i < Workload::tasks(p); ++i) {
    const double awake = free.top() + nap_s(p, i);
    free.pop();
    free.push(awake);
    end = std::max(end, awake);
  }
  return end;
}

// All naps are 50 ms: 10,000 sleepers one after the other nap for 500 s, and all at once for 0.05 s.
TEST(GatherIdeal, OfEqualNapsIsOneNap) {
  const Parameters p{.sleepers = 10'000, .shortest_us = 50'000, .longest_us = 50'000};
  EXPECT_DOUBLE_EQ(ideal_s(p), 0.05);
  EXPECT_NEAR(simulated_s(p, 1), 500, 1e-6);
  EXPECT_EQ(Workload::bounds(p, 2, 0)[0].first, "longest_nap");
  EXPECT_DOUBLE_EQ(Workload::bounds(p, 2, 0)[0].second, 0.05);
}

// The seeded naps of the quick profile lie between 20 and 60 ms; with 10,000 of them the longest is one of 60 ms.
TEST(GatherIdeal, OfTheQuickProfileIsItsLongestNap) {
  EXPECT_GT(ideal_s({10'000}), 0.0449);
  EXPECT_LE(ideal_s({10'000}), 0.045);
  EXPECT_GT(ideal_s({100}), 0.042);
  EXPECT_LE(ideal_s({100}), ideal_s({10'000}));
}

TEST(GatherIdeal, IsNotAMatterOfCpus) {
  EXPECT_EQ(simul::ideal_s<Workload>({100}, 1, 0), simul::ideal_s<Workload>({100}, 64, 0));
}

TEST(GatherIdeal, IsExactWithoutALimitAndNeverAboveWhatOneAllows) {
  for (std::uint64_t i = 0; i < 5000; ++i) {
    const auto some = [&](std::uint64_t salt, std::int64_t low, std::int64_t high) {
      return low +
             static_cast<std::int64_t>(simul::mix(4 * i + salt) % static_cast<std::uint64_t>(high - low + 1));
    };
    Parameters p{.sleepers = some(0, 1, 60), .shortest_us = some(1, 1, 50'000)};
    p.longest_us = p.shortest_us + some(2, 0, 50'000);
    const auto beds = static_cast<std::size_t>(some(3, 1, p.sleepers));
    ASSERT_NEAR(ideal_s(p), simulated_s(p, Workload::tasks(p)), 1e-12) << p.sleepers << " sleepers";
    ASSERT_LE(ideal_s(p), simulated_s(p, beds) + 1e-12) << p.sleepers << " sleepers, " << beds << " beds";
  }
}

}  // namespace
}  // namespace gather
