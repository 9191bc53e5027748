#include "benchmarks/harness/work.hpp"

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

}  // namespace simul
