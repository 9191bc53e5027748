#include "benchmarks/io/gather/workload.hpp"

#include <numeric>

namespace gather {

void write(StateView state, std::uint64_t stamp) { std::iota(state.begin(), state.end(), simul::mix(stamp)); }

// Order counts: words that have changed places give another digest.
std::uint64_t digest(std::span<const std::uint64_t> state) {
  std::uint64_t sum = 0;
  for (const std::uint64_t word : state) sum = sum * 3 + word;
  return sum;
}

std::uint64_t digest_of_written(std::int64_t state_bytes, std::uint64_t stamp) {
  std::vector<std::uint64_t> state(static_cast<std::size_t>(state_bytes) / sizeof(std::uint64_t));
  write(state, stamp);
  return digest(state);
}

}  // namespace gather
