#include "benchmarks/harness/work.hpp"

#include <algorithm>

namespace simul {
namespace {

struct Affine {  // x -> factor * x + term, modulo 2^64
  std::uint64_t factor, term;
  constexpr std::uint64_t operator()(std::uint64_t x) const { return factor * x + term; }
  constexpr Affine after(Affine first) const { return {factor * first.factor, factor * first.term + term}; }
};

constexpr Affine step{6364136223846793005, 1442695040888963407};  // Knuth, MMIX

}  // namespace

std::uint64_t work(std::uint64_t x, std::int64_t steps) {
  for (; steps > 0; --steps) x = step(x);
  return x;
}

std::uint64_t work_answer(std::uint64_t x, std::int64_t steps) {
  Affine power = step;
  for (; steps > 0; steps >>= 1, power = power.after(power)) {
    if (steps & 1) x = power(x);
  }
  return x;
}

// A hash of the hash: the stamp of a task in one run is not its neighbour's in the next.
Tally tally(std::uint64_t nonce, std::size_t task) { return {1, mix(mix(nonce) + task)}; }

Tally total(std::span<const Tally> tallies) {
  Tally all;
  for (const Tally& one : tallies) all += one;
  return all;
}

std::optional<std::string> wrong(const Tally& done, std::uint64_t nonce, std::size_t tasks) {
  Tally right;
  for (std::size_t task = 0; task < tasks; ++task) right += tally(nonce, task);
  if (done.tasks != right.tasks)
    return std::to_string(done.tasks) + " tasks were done, not " + std::to_string(right.tasks);
  if (done.stamps != right.stamps) return "the tasks are not those of this run, each done once";
  return std::nullopt;
}

const LowerBounds::value_type& binding(const LowerBounds& bounds) {
  return *std::ranges::max_element(bounds, {}, &LowerBounds::value_type::second);
}

}  // namespace simul
