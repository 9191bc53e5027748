// Durations counted in log-linear buckets: fixed memory, one addition per record, a bounded relative error.
// The layout is HdrHistogram's (https://hdrhistogram.github.io): every power of two is cut into equal
// sub-buckets, as many as `significant_digits` decimal digits ask for. Integer nanoseconds. A plain value: copy
// it, or put it into memory that processes share, one for each writer, and merge.
#pragma once

#include <array>
#include <bit>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

namespace simul {

class Histogram {
 public:
  // Two values that differ by less than this share of them may be counted as one.
  static constexpr int significant_digits = 2;
  static constexpr double precision = 0.01;

  // The values from `lowest` to `highest`, both included, which are counted as one.
  struct Bucket {
    std::int64_t lowest_ns, highest_ns;
    std::uint64_t count;
  };

  Histogram() = default;
  // What buckets() and the getters told of another one. Throws std::invalid_argument when they cannot belong
  // together.
  Histogram(std::span<const Bucket> buckets, std::int64_t min_ns, std::int64_t max_ns, std::uint64_t sum_ns);

  // O(1), no allocation, for one writer at a time. Throws std::invalid_argument below zero.
  void record(std::chrono::nanoseconds value);
  Histogram& operator+=(const Histogram& other);  // as if all had been recorded here

  std::uint64_t count() const { return count_; }
  // These four need at least one value.
  std::int64_t min_ns() const { return min_; }
  std::int64_t max_ns() const { return max_; }
  std::uint64_t sum_ns() const { return sum_; }  // exact up to 584 years in all
  double mean_ns() const { return static_cast<double>(sum_) / static_cast<double>(count_); }

  // The value at or below which `percent` of the values lie: the highest one that its bucket cannot tell from it,
  // but never above the maximum. None when fewer than `beyond_needed` values lie beyond: their number is itself
  // random, with a spread of its square root, so that with 10 of them the percentile's place is known to a third,
  // and with none it would only be the maximum under a better name.
  std::optional<std::int64_t> percentile_ns(double percent) const;
  static constexpr std::uint64_t beyond_needed = 10;
  // How many values it takes for that.
  static std::uint64_t count_needed(double percent);

  std::vector<Bucket> buckets() const;  // those that are not empty, in rising order

  friend bool operator==(const Histogram&, const Histogram&) = default;

 private:
  // At least 2 x 10^digits values are told apart one by one, then 10^digits in each further power of two.
  static constexpr int sub_bucket_bits = [] {
    unsigned told_apart = 2;
    for (int digit = 0; digit < significant_digits; ++digit) told_apart *= 10;
    return static_cast<int>(std::bit_width(told_apart - 1));
  }();
  static constexpr std::size_t half = std::size_t{1} << (sub_bucket_bits - 1);
  static constexpr std::size_t size = static_cast<std::size_t>(63 - sub_bucket_bits + 2) * half;

  static std::size_t index_of(std::int64_t value);
  static Bucket limits_of(std::size_t index);

  std::array<std::uint64_t, size> counts_{};  // 57 KiB, and no value of 63 bits is out of range
  std::uint64_t count_ = 0, sum_ = 0;
  std::int64_t min_ = std::numeric_limits<std::int64_t>::max(), max_ = 0;
};

}  // namespace simul
