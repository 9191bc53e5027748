#include "benchmarks/harness/histogram.hpp"

#include <gmock/gmock.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <random>

namespace {

using namespace simul;
using std::chrono::nanoseconds;

// Spread evenly over the powers of two from 1 ns to 2^top ns, as latencies are.
std::vector<std::int64_t> random_values(std::size_t count, double top, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> bits(0, top);
  std::vector<std::int64_t> values(count);
  for (auto& value : values) value = static_cast<std::int64_t>(std::exp2(bits(random)));
  return values;
}

Histogram of(const std::vector<std::int64_t>& values) {
  Histogram histogram;
  for (const auto value : values) histogram.record(nanoseconds(value));
  return histogram;
}

// The value at or below which `percent` of the sorted values lie.
std::int64_t exact(const std::vector<std::int64_t>& sorted, double percent) {
  const auto rank =
      static_cast<std::size_t>(std::ceil(percent / 100 * static_cast<double>(sorted.size()) - 1e-9));
  return sorted[std::max<std::size_t>(rank, 1) - 1];
}

TEST(Histogram, HasThePercentilesOfTheSortedValuesWithinItsPrecision) {
  for (const std::uint64_t seed : {1U, 2U, 3U, 4U}) {
    auto values = random_values(20'000, 10 * static_cast<double>(seed), seed);
    const Histogram histogram = of(values);
    std::ranges::sort(values);
    for (const double percent : {0.0, 0.1, 1.0, 25.0, 50.0, 90.0, 99.0, 99.9}) {
      const auto right = static_cast<double>(exact(values, percent));
      const auto found = static_cast<double>(histogram.percentile_ns(percent).value());
      EXPECT_GE(found, right) << percent;
      EXPECT_LE(found, right * (1 + Histogram::precision)) << percent;
    }
    EXPECT_EQ(histogram.count(), values.size());
    EXPECT_EQ(histogram.min_ns(), values.front());
    EXPECT_EQ(histogram.max_ns(), values.back());
    double sum = 0;
    for (const auto value : values) sum += static_cast<double>(value);
    EXPECT_NEAR(histogram.mean_ns(), sum / 20'000, 1e-6 * sum / 20'000);
  }
}

TEST(Histogram, IsExactForSmallValues) {
  std::vector<std::int64_t> values;
  for (std::int64_t value = 0; value < 256; ++value) values.insert(values.end(), 20, value);
  const Histogram histogram = of(values);
  for (const double percent : {1.0, 10.0, 33.3, 50.0, 99.0})
    EXPECT_EQ(histogram.percentile_ns(percent), exact(values, percent)) << percent;
  EXPECT_EQ(histogram.buckets().size(), 256U);
}

// Of HdrHistogram with two digits: 128 sub-buckets in each power of two from 128 on.
TEST(Histogram, HasHdrHistogramsBuckets) {
  const auto bucket = [](std::int64_t value) { return of({value}).buckets().front(); };
  const auto limits = [&](std::int64_t value) {
    return std::pair(bucket(value).lowest_ns, bucket(value).highest_ns);
  };
  EXPECT_EQ(limits(0), std::pair(0L, 0L));
  EXPECT_EQ(limits(255), std::pair(255L, 255L));
  EXPECT_EQ(limits(257), std::pair(256L, 257L));
  EXPECT_EQ(limits(511), std::pair(510L, 511L));
  EXPECT_EQ(limits(512), std::pair(512L, 515L));
  EXPECT_EQ(limits(1'000'000), std::pair(999'424L, 1'003'519L));
}

TEST(Histogram, HasABucketForEveryDuration) {
  constexpr auto longest = std::numeric_limits<std::int64_t>::max();
  std::int64_t next = 0;
  std::vector<std::int64_t> starts;
  for (int bit = 0; bit < 63; ++bit) starts.push_back(std::int64_t{1} << bit);
  starts.push_back(longest);
  for (const auto& bucket : of(starts).buckets()) {
    EXPECT_GE(bucket.lowest_ns, next);
    EXPECT_LE(static_cast<double>(bucket.highest_ns - bucket.lowest_ns),
              Histogram::precision * static_cast<double>(bucket.lowest_ns));
    next = bucket.highest_ns;
  }
  EXPECT_EQ(next, longest);
}

TEST(Histogram, MergedIsAsIfAllHadBeenRecordedInOne) {
  const auto one = random_values(5'000, 30, 7), two = random_values(3'000, 40, 8);
  auto both = one;
  both.insert(both.end(), two.begin(), two.end());
  Histogram merged = of(one);
  merged += of(two);
  EXPECT_EQ(merged, of(both));
  merged += Histogram();
  EXPECT_EQ(merged, of(both));
  Histogram from_nothing;
  from_nothing += of(both);
  EXPECT_EQ(from_nothing, of(both));
}

TEST(Histogram, IsFilledByAProcessAndReadByAnother) {
  void* shared =
      ::mmap(nullptr, sizeof(Histogram), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  ASSERT_NE(shared, MAP_FAILED);
  auto* histogram = new (shared) Histogram();
  const auto values = random_values(1'000, 30, 9);
  const pid_t child = ::fork();
  if (child == 0) {
    for (const auto value : values) histogram->record(nanoseconds(value));
    ::_exit(0);
  }
  ::waitpid(child, nullptr, 0);
  EXPECT_EQ(*histogram, of(values));
  ::munmap(shared, sizeof(Histogram));
}

TEST(Histogram, IsMadeAgainFromWhatItTells) {
  const Histogram histogram = of(random_values(1'000, 35, 10));
  EXPECT_EQ(Histogram(histogram.buckets(), histogram.min_ns(), histogram.max_ns(), histogram.sum_ns()),
            histogram);
  EXPECT_EQ(Histogram({}, 0, 0, 0), Histogram());
}

TEST(Histogram, SupportsAPercentileOnlyByTenValuesBeyondIt) {
  const auto supported = [](std::size_t count, double percent) {
    return of(std::vector<std::int64_t>(count, 5)).percentile_ns(percent).has_value();
  };
  for (const double percent : {50.0, 90.0, 99.0, 99.9, 99.99}) {
    const auto needed = Histogram::count_needed(percent);
    EXPECT_TRUE(supported(needed, percent)) << percent;
    EXPECT_FALSE(supported(needed - 1, percent)) << percent;
  }
  EXPECT_EQ(Histogram::count_needed(99.9), 10'000U);
  EXPECT_FALSE(supported(1'000'000, 100));
  EXPECT_FALSE(Histogram().percentile_ns(50));
}

TEST(Histogram, NeverHasAPercentileAboveItsMaximum) {
  Histogram histogram;
  for (int i = 0; i < 100; ++i) histogram.record(nanoseconds(1'000'000));
  EXPECT_EQ(histogram.percentile_ns(90), 1'000'000);
}

TEST(Histogram, RefusesADurationBelowZero) {
  Histogram histogram;
  EXPECT_THROW(histogram.record(nanoseconds(-1)), std::invalid_argument);
  EXPECT_EQ(histogram, Histogram());
}

}  // namespace
