// The closed form by hand, and against crawlers that take pages in every seeded order.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <map>
#include <queue>

#include "benchmarks/io/fetch/workload.hpp"

namespace {

using fetch::Manner;
using fetch::Parameters;
using fetch::Workload;

std::map<std::string, double> bounds(const Parameters& p, unsigned cpus, double useful_s) {
  std::map<std::string, double> all;
  for (const auto& [name, s] : Workload::bounds(p, cpus, useful_s)) all.emplace(name, s);
  return all;
}

// As many pages, from the first, as have none that breaks off, all with a delay of 10 ms: slow or not.
Parameters alike(std::int64_t pages, std::int64_t limit) {
  return {.pages = pages, .limit = limit, .shortest_us = 10'000, .longest_us = 10'000, .slow_us = 10'000};
}
std::size_t broken(const Parameters& p) {
  std::size_t count = 0;
  for (std::size_t page = 0; page < p.count(); ++page) count += p.manner(page) == Manner::breaks_off;
  return count;
}

// 20 pages of 10 ms, of which b are waited for twice, in 3 places: (20 + b) x 10 ms of waits; some place has 7 pages, and
// if it has those that are waited for once, 70 ms; the longest is 20 ms.
TEST(FetchIdeal, OfEqualDelaysByHand) {
  const Parameters p = alike(20, 3);
  const auto b = static_cast<double>(broken(p));
  ASSERT_GE(b, 1);
  ASSERT_LE(b, 13);
  const auto all = bounds(p, 2, 0.001);
  EXPECT_DOUBLE_EQ(all.at("longest"), 0.020);
  EXPECT_DOUBLE_EQ(all.at("places"), (20 + b) * 0.010 / 3);
  EXPECT_DOUBLE_EQ(all.at("rounds"), 0.070);
  EXPECT_DOUBLE_EQ(all.at("reading"), 0.0105);
  EXPECT_DOUBLE_EQ(simul::ideal_s<Workload>(p, 2, 0.001), std::max(0.070, (20 + b) * 0.010 / 3));
}

// One place: one after the other. As many places as pages: the longest of them.
TEST(FetchIdeal, IsAllWaitsInOnePlaceAndTheLongestWithoutALimit) {
  const Parameters one = alike(20, 1), all = alike(20, 20);
  EXPECT_DOUBLE_EQ(simul::ideal_s<Workload>(one, 2, 0), (20 + static_cast<double>(broken(one))) * 0.010);
  EXPECT_DOUBLE_EQ(simul::ideal_s<Workload>(all, 2, 0), 0.020);
}

// 1 s of reading on 4 CPUs, behind the 10 ms of the first page.
TEST(FetchIdeal, OfMuchToReadIsReading) {
  EXPECT_DOUBLE_EQ(simul::ideal_s<Workload>(alike(20, 20), 4, 1), 0.26);
  EXPECT_DOUBLE_EQ(simul::ideal_s<Workload>(alike(20, 20), 1, 1), 1.01);
}

TEST(FetchIdeal, OfTheQuickProfileIsItsPlaces) {
  const Parameters p{.pages = 60, .limit = 10};
  double waits = 0;
  for (std::size_t page = 0; page < p.count(); ++page)
    waits += std::chrono::duration<double>(p.wait(page)).count();
  EXPECT_NEAR(simul::ideal_s<Workload>(p, 2, 0.001), waits / 10, 1e-12);
  EXPECT_GT(waits, 0.15);
  EXPECT_LT(waits, 0.45);
}

// Every place takes the next page as soon as it has read the last one; reading is done on `cpus`, first come, first served.
double simulated_s(const Parameters& p, unsigned cpus, double useful_s, std::uint64_t order) {
  std::vector<std::size_t> pages(p.count());
  for (std::size_t i = 0; i < pages.size(); ++i) pages[i] = i;
  std::ranges::sort(pages, {}, [&](std::size_t page) { return simul::mix(order + page); });
  using Earliest = std::priority_queue<double, std::vector<double>, std::greater<>>;
  Earliest free_cpus;
  for (unsigned i = 0; i < cpus; ++i) free_cpus.push(0);
  // The pages that are on their way, by the time at which they come.
  Earliest coming;
  std::size_t next = 0;
  const auto ask = [&](double now) {
    if (next < pages.size()) coming.push(now + std::chrono::duration<double>(p.wait(pages[next++])).count());
  };
  for (std::int64_t place = 0; place < p.limit; ++place) ask(0);
  double end = 0;
  while (!coming.empty()) {
    const double read = std::max(coming.top(), free_cpus.top()) + useful_s / static_cast<double>(p.pages);
    coming.pop();
    free_cpus.pop();
    free_cpus.push(read);
    end = std::max(end, read);
    ask(read);
  }
  return end;
}

TEST(FetchIdeal, IsNeverAboveWhatACrawlerCanDo) {
  double closest = 0;
  for (std::uint64_t i = 0; i < 5000; ++i) {
    const auto some = [&](std::uint64_t salt, std::int64_t low, std::int64_t high) {
      return low +
             static_cast<std::int64_t>(simul::mix(8 * i + salt) % static_cast<std::uint64_t>(high - low + 1));
    };
    Parameters p{.pages = some(0, 1, 40), .limit = some(1, 1, 40), .shortest_us = some(2, 1, 5'000)};
    p.longest_us = p.shortest_us + some(3, 0, 5'000);
    p.slow_us = some(4, 1, 20'000);
    const auto cpus = static_cast<unsigned>(some(5, 1, 4));
    const double useful_s = static_cast<double>(some(6, 0, 50'000)) * 1e-6;
    const double ideal = simul::ideal_s<Workload>(p, cpus, useful_s),
                 simulated = simulated_s(p, cpus, useful_s, i);
    ASSERT_LE(ideal, simulated + 1e-12) << p.pages << " pages, " << p.limit << " places";
    closest = std::max(closest, ideal / simulated);
  }
  EXPECT_GT(closest, 0.999);
}

}  // namespace
