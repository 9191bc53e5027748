#include "benchmarks/harness/histogram.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <type_traits>

namespace simul {

static_assert(std::is_trivially_copyable_v<Histogram>, "to be shared between processes");

// Values below 2 * half have an index each. Above, a value's highest bit says how far it is shifted to the right,
// until sub_bucket_bits are left, of which the highest is always set: `half` indices for each shift.
std::size_t Histogram::index_of(std::int64_t value) {
  const auto v = static_cast<std::uint64_t>(value);
  const int shift = std::max(0, static_cast<int>(std::bit_width(v)) - sub_bucket_bits);
  return static_cast<std::size_t>(shift) * half + static_cast<std::size_t>(v >> shift);
}

Histogram::Bucket Histogram::limits_of(std::size_t index) {
  const std::size_t shift = index < 2 * half ? 0 : index / half - 1;
  const std::uint64_t lowest = static_cast<std::uint64_t>(index - shift * half) << shift;
  const std::uint64_t highest = lowest + ((std::uint64_t{1} << shift) - 1);
  return {static_cast<std::int64_t>(lowest), static_cast<std::int64_t>(highest), 0};
}

Histogram::Histogram(std::span<const Bucket> buckets, std::int64_t min_ns, std::int64_t max_ns,
                     std::uint64_t sum_ns) {
  for (const Bucket& bucket : buckets) {
    if (bucket.highest_ns < 0 || bucket.count == 0) throw std::invalid_argument("a bucket that cannot be");
    counts_[index_of(bucket.highest_ns)] += bucket.count;
    count_ += bucket.count;
  }
  if (count_ == 0) return;
  const bool right = min_ns >= 0 && index_of(min_ns) == index_of(buckets.front().highest_ns) &&
                     index_of(max_ns) == index_of(buckets.back().highest_ns);
  if (!right) throw std::invalid_argument("buckets that do not go with their minimum and maximum");
  min_ = min_ns, max_ = max_ns, sum_ = sum_ns;
}

void Histogram::record(std::chrono::nanoseconds duration) {
  const std::int64_t value = duration.count();
  if (value < 0) throw std::invalid_argument("a duration below zero cannot be recorded");
  ++counts_[index_of(value)];
  ++count_;
  sum_ += static_cast<std::uint64_t>(value);
  min_ = std::min(min_, value);
  max_ = std::max(max_, value);
}

Histogram& Histogram::operator+=(const Histogram& other) {
  for (std::size_t i = 0; i < size; ++i) counts_[i] += other.counts_[i];
  count_ += other.count_;
  sum_ += other.sum_;
  min_ = std::min(min_, other.min_);
  max_ = std::max(max_, other.max_);
  return *this;
}

std::optional<std::int64_t> Histogram::percentile_ns(double percent) const {
  // 99.9 is no binary number: what rounding adds to a whole rank must not make it the next one.
  const double exact = percent / 100 * static_cast<double>(count_);
  const auto rank = std::max<std::uint64_t>(1, static_cast<std::uint64_t>(std::ceil(exact * (1 - 1e-12))));
  if (count_ < rank + beyond_needed) return std::nullopt;
  std::uint64_t seen = 0;
  for (std::size_t i = 0;; ++i) {
    seen += counts_[i];
    if (seen >= rank) return std::min(limits_of(i).highest_ns, max_);
  }
}

std::uint64_t Histogram::count_needed(double percent) {
  return static_cast<std::uint64_t>(
      std::ceil(static_cast<double>(beyond_needed) / (1 - percent / 100) - 1e-6));
}

std::vector<Histogram::Bucket> Histogram::buckets() const {
  std::vector<Bucket> found;
  for (std::size_t i = 0; i < size; ++i) {
    if (counts_[i] == 0) continue;
    found.push_back(limits_of(i));
    found.back().count = counts_[i];
  }
  return found;
}

}  // namespace simul
