// The closed form by hand, by the formula of the books, and against stages that have only so much room between them.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <deque>

#include "benchmarks/io/stream/workload.hpp"

namespace stream {
namespace {

using std::chrono::microseconds;

double ideal_s(const Parameters& p) { return simul::ideal_s<Workload>(p, 2, 0); }
double seconds(microseconds time) { return std::chrono::duration<double>(time).count(); }

// Two machines, one order: the largest, over all items k, of what is made up to k and looked up from k on
// (S. M. Johnson, Naval Research Logistics Quarterly 1, 1954).
double by_the_book_s(const Parameters& p) {
  double slowest = 0;
  for (std::size_t i = 0; i < p.count(); ++i) {
    for (std::size_t k = 0; k < static_cast<std::size_t>(p.items); ++k) {
      microseconds sum{};
      for (std::size_t item = 0; item <= k; ++item) sum += p.making(i, item);
      for (std::size_t item = k; item < static_cast<std::size_t>(p.items); ++item)
        sum += p.looking_up(i, item);
      slowest = std::max(slowest, seconds(sum));
    }
  }
  return slowest;
}

// An item leaves the source's hands when there is room, which there is when the one `room` + 1 in front of it has been
// looked up. No room at all: a generator, whose next item is begun when the one before has been taken.
double simulated_s(const Parameters& p, std::size_t room) {
  double slowest = 0;
  for (std::size_t i = 0; i < p.count(); ++i) {
    double free = 0, end = 0;
    std::deque<double> ends;
    for (std::size_t item = 0; item < static_cast<std::size_t>(p.items); ++item) {
      const double made = free + seconds(p.making(i, item));
      const double begun = std::max(made, end);
      end = begun + seconds(p.looking_up(i, item));
      ends.push_back(end);
      free = made;
      if (ends.size() > room) free = std::max(made, ends[ends.size() - 1 - room]);
    }
    slowest = std::max(slowest, end);
  }
  return slowest;
}

// Eight items, 2 ms to make each and 2 ms to look each up: 16 ms to make all, and the last is looked up; a generator,
// which has nothing made before it asks, takes 32 ms. The second stream, whose source is fast, is done after 16.25 ms.
TEST(StreamIdeal, OfEqualWaitsByHand) {
  const Parameters p{.streams = 3, .items = 8, .shortest_us = 2'000, .longest_us = 2'000};
  EXPECT_NEAR(ideal_s(p), 0.018, 1e-12);
  EXPECT_NEAR(simulated_s(p, 4), 0.018, 1e-12);
  EXPECT_NEAR(simulated_s(p, 0), 0.032, 1e-12);
  EXPECT_EQ(Workload::bounds(p, 2, 0)[0].first, "slowest_stream");
}

// The first stream's items are made after 1,741, 3,511 and 4,613 us, and looked up after 1,741 + 1,142 = 2,883,
// 3,511 + 1,837 = 5,348 and 5,348 + 2,841 = 8,189 us: the last one waits for the one in front.
TEST(StreamIdeal, OfThreeItemsByHand) {
  const Parameters p{1, 3};
  const std::array<std::pair<int, int>, 3> waits{{{1741, 1142}, {1770, 1837}, {1102, 2841}}};
  for (std::size_t item = 0; item < 3; ++item) {
    EXPECT_EQ(p.making(0, item).count(), waits[item].first) << item;
    EXPECT_EQ(p.looking_up(0, item).count(), waits[item].second) << item;
  }
  EXPECT_NEAR(ideal_s(p), 8189e-6, 1e-12);
}

TEST(StreamIdeal, IsNotAMatterOfCpus) {
  EXPECT_EQ(simul::ideal_s<Workload>({10, 8}, 1, 0), simul::ideal_s<Workload>({10, 8}, 64, 0));
}

TEST(StreamIdeal, IsThatOfTheBookAndNeverAboveWhatARoomAllows) {
  for (std::uint64_t i = 0; i < 3000; ++i) {
    const auto some = [&](std::uint64_t salt, std::int64_t low, std::int64_t high) {
      return low +
             static_cast<std::int64_t>(simul::mix(5 * i + salt) % static_cast<std::uint64_t>(high - low + 1));
    };
    Parameters p{.streams = some(0, 1, 6), .items = some(1, 1, 12), .shortest_us = some(2, 1, 3'000)};
    p.longest_us = p.shortest_us + some(3, 0, 10'000);
    ASSERT_NEAR(ideal_s(p), by_the_book_s(p), 1e-12) << i;
    ASSERT_NEAR(ideal_s(p), simulated_s(p, 100), 1e-12) << i;
    ASSERT_LE(ideal_s(p), simulated_s(p, static_cast<std::size_t>(some(4, 0, 5))) + 1e-12) << i;
  }
}

}  // namespace
}  // namespace stream
