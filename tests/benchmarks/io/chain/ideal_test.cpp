// The closed form against hand-computed chains, and against a simulation in which only so many may wait at a time.
#include <gtest/gtest.h>

#include <functional>
#include <queue>

#include "benchmarks/io/chain/workload.hpp"

namespace chain {
namespace {

double ideal_s(const Parameters& p) { return simul::ideal_s<Workload>(p, 2, 0); }

// At most `places` chains are under way at a time, first come, first served, and each step follows the one before.
double simulated_s(const Parameters& p, std::size_t places) {
  std::priority_queue<double, std::vector<double>, std::greater<>> free;
  for (std::size_t i = 0; i < places; ++i) free.push(0);
  double end = 0;
  for (std::size_t chain = 0; chain < p.count(); ++chain) {
    double now = free.top();
    free.pop();
    for (std::size_t step = 0; step < p.length(); ++step)
      now += std::chrono::duration<double>(p.delay(chain, step)).count();
    free.push(now);
    end = std::max(end, now);
  }
  return end;
}

// Five steps of 3 ms: 15 ms for a chain, and for any number of them; one after the other 100 of them take 1.5 s.
TEST(ChainIdeal, OfEqualStepsIsOneChain) {
  const Parameters p{.chains = 100, .steps = 5, .shortest_us = 3'000, .longest_us = 3'000};
  EXPECT_DOUBLE_EQ(ideal_s(p), 0.015);
  EXPECT_NEAR(simulated_s(p, 1), 1.5, 1e-9);
  EXPECT_EQ(Workload::bounds(p, 2, 0)[0].first, "longest_chain");
  EXPECT_DOUBLE_EQ(Workload::bounds(p, 2, 0)[0].second, 0.015);
}

// By the seed the first chains of two steps wait for 4,296 + 3,855, 1,001 + 3,104 and 3,784 + 2,851 us.
TEST(ChainIdeal, OfThreeChainsOfTwoStepsIsTheLongestOfThem) {
  const Parameters p{3, 2};
  EXPECT_EQ(p.delay_of_chain(0).count(), 8151);
  EXPECT_EQ(p.delay_of_chain(1).count(), 4105);
  EXPECT_EQ(p.delay_of_chain(2).count(), 6635);
  EXPECT_DOUBLE_EQ(ideal_s(p), 8.151e-3);
}

TEST(ChainIdeal, IsNotAMatterOfCpus) {
  EXPECT_EQ(simul::ideal_s<Workload>({50, 5}, 1, 0), simul::ideal_s<Workload>({50, 5}, 64, 0));
}

TEST(ChainIdeal, IsExactWithoutALimitAndNeverAboveWhatOneAllows) {
  for (std::uint64_t i = 0; i < 3000; ++i) {
    const auto some = [&](std::uint64_t salt, std::int64_t low, std::int64_t high) {
      return low +
             static_cast<std::int64_t>(simul::mix(5 * i + salt) % static_cast<std::uint64_t>(high - low + 1));
    };
    Parameters p{.chains = some(0, 1, 30), .steps = some(1, 1, 8), .shortest_us = some(2, 1, 5'000)};
    p.longest_us = p.shortest_us + some(3, 0, 5'000);
    const auto places = static_cast<std::size_t>(some(4, 1, p.chains));
    ASSERT_NEAR(ideal_s(p), simulated_s(p, p.count()), 1e-12) << p.chains << " chains";
    ASSERT_LE(ideal_s(p), simulated_s(p, places) + 1e-12)
        << p.chains << " chains, " << places << " at a time";
  }
}

}  // namespace
}  // namespace chain
