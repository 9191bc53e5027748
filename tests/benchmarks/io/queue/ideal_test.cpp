// The closed form by hand, and against consumers who take what is there, first come, first served.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <queue>

#include "benchmarks/io/queue/workload.hpp"

namespace queue {
namespace {

double ideal_s(const Parameters& p) { return simul::ideal_s<Workload>(p, 2, 0); }

// Every producer has an item each millisecond, which takes two to use.
Parameters regular(std::int64_t producers, std::int64_t consumers, std::int64_t items) {
  return {.producers = producers,
          .consumers = consumers,
          .items = items,
          .shortest_gap_us = 1'000,
          .longest_gap_us = 1'000,
          .shortest_use_us = 2'000,
          .longest_use_us = 2'000};
}

double simulated_s(const Parameters& p) {
  std::vector<std::pair<double, double>> items;  // when due, how long to use
  for (std::size_t number = 0; number < p.count(); ++number) {
    const double before = number % p.of_each() == 0 ? 0 : items.back().first;
    items.emplace_back(before + 1e-6 * static_cast<double>(p.gap(number).count()),
                       1e-6 * static_cast<double>(p.use(number).count()));
  }
  std::ranges::stable_sort(items, {}, &std::pair<double, double>::first);
  std::priority_queue<double, std::vector<double>, std::greater<>> free;
  for (std::int64_t i = 0; i < p.consumers; ++i) free.push(0);
  double end = 0;
  for (const auto& [due, use] : items) {
    const double done = std::max(due, free.top()) + use;
    free.pop();
    free.push(done);
    end = std::max(end, done);
  }
  return end;
}

// Three items of each of two producers are due at 1, 2 and 3 ms. With six consumers the last ones are done at 5 ms; one
// who begins at 1 ms has 12 ms of work, two have 6 ms each.
TEST(QueueIdeal, ByHand) {
  EXPECT_DOUBLE_EQ(ideal_s(regular(2, 6, 3)), 0.005);
  EXPECT_STREQ(Workload::bounds(regular(2, 6, 3), 2, 0)[0].first.data(), "last_item");
  EXPECT_DOUBLE_EQ(ideal_s(regular(2, 1, 3)), 0.013);
  EXPECT_DOUBLE_EQ(Workload::bounds(regular(2, 1, 3), 2, 0)[1].second, 0.013);
  EXPECT_DOUBLE_EQ(ideal_s(regular(2, 2, 3)), 0.007);
}

// The metric's reference: P producers x m items (a each), N consumers (b each): max( m a + b, a + I / N b ).
TEST(QueueIdeal, OfRegularItemsIsThatOfTheProducersOrTheConsumers) {
  EXPECT_DOUBLE_EQ(ideal_s(regular(5, 10, 20)), 0.022);                   // 20 x 1 + 2
  EXPECT_DOUBLE_EQ(ideal_s(regular(5, 4, 20)), 0.001 + 100 * 0.002 / 4);  // 51 ms
}

// An item of one producer comes alone, at 1 ms or so, and those of one consumer cannot overlap.
TEST(QueueIdeal, OfOneProducerAndOneConsumerIsHowLongTheyTakeAlone) {
  const Parameters p{1, 1, 50};
  EXPECT_NEAR(ideal_s(p), 1e-6 * static_cast<double>(queue::alone(p, 0).count()), 1e-12);
}

TEST(QueueIdeal, IsNotAMatterOfCpus) {
  EXPECT_EQ(simul::ideal_s<Workload>({5, 10, 20}, 1, 0), simul::ideal_s<Workload>({5, 10, 20}, 64, 0));
}

TEST(QueueIdeal, IsExactForOneConsumerOrEnoughAndNeverAboveAnyNumber) {
  for (std::uint64_t i = 0; i < 3000; ++i) {
    const auto some = [&](std::uint64_t salt, std::int64_t low, std::int64_t high) {
      return low +
             static_cast<std::int64_t>(simul::mix(8 * i + salt) % static_cast<std::uint64_t>(high - low + 1));
    };
    Parameters p{.producers = some(0, 1, 6),
                 .consumers = some(1, 1, 8),
                 .items = some(2, 1, 12),
                 .shortest_gap_us = some(3, 0, 2'000),
                 .shortest_use_us = some(4, 1, 4'000)};
    p.longest_gap_us = p.shortest_gap_us + some(5, 0, 2'000);
    p.longest_use_us = p.shortest_use_us + some(6, 0, 4'000);
    ASSERT_LE(ideal_s(p), simulated_s(p) + 1e-12) << i;
    p.consumers = 1;
    ASSERT_NEAR(ideal_s(p), simulated_s(p), 1e-12) << i;
    p.consumers = p.producers * p.items;
    ASSERT_NEAR(ideal_s(p), simulated_s(p), 1e-12) << i;
  }
}

}  // namespace
}  // namespace queue
