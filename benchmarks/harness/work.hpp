// CPU work in steps, seeded numbers, the tally of tasks done, and lower bounds: the raw materials of workloads. Pure;
// same object code for all.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace simul {

// Advances a linear congruential generator `steps` times, one after the other: every step needs the one
// before it, so neither the compiler nor an out-of-order core can overlap two steps (or two neighbouring
// tasks).
std::uint64_t work(std::uint64_t seed, std::int64_t steps);

// What work() returns, in O(log steps): the n-fold iterate of an affine map is an affine map. With it an
// answer that took a second to compute is checked in no time, without trusting any contestant. Method: F.
// Brown, "Random number generation with arbitrary strides", Trans. Am. Nucl. Soc. 71 (1994).
std::uint64_t work_answer(std::uint64_t seed, std::int64_t steps);

// One output of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014): a good 64-bit hash of its argument.
constexpr std::uint64_t mix(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

// The seed of every delay and size in the suite, so that all contestants and all machines get the same ones.
inline constexpr std::uint64_t seed = 444;

// The i-th seeded number in [low, high].
constexpr std::int64_t seeded(std::uint64_t i, std::int64_t low, std::int64_t high) {
  return low + static_cast<std::int64_t>(mix(seed + (i << 1)) % static_cast<std::uint64_t>(high - low + 1));
}

// Which tasks were done, by one or by many of them together. A stamp belongs to one task of one run, so that
// neither a task done twice for one that was not, nor what an earlier run did, can pass.
struct Tally {
  std::int64_t tasks = 0;
  std::uint64_t stamps = 0;

  Tally& operator+=(const Tally& other) {
    tasks += other.tasks, stamps += other.stamps;
    return *this;
  }
};

Tally tally(std::uint64_t nonce, std::size_t task);  // of this one
Tally total(std::span<const Tally> tallies);
// Why these are not the tasks from 0 to `tasks` - 1, each done once in the run of this nonce; none: they are.
std::optional<std::string> wrong(const Tally& done, std::uint64_t nonce, std::size_t tasks);

// Lower bounds on the seconds of wall time of a run, each by its name. The largest of them binds.
using LowerBounds = std::vector<std::pair<std::string_view, double>>;
const LowerBounds::value_type& binding(const LowerBounds& bounds);  // of at least one

// The ideal of a workload: what its bounds(parameters, cpus, kernel_s) come to.
template <class Workload>
double ideal_s(const typename Workload::Parameters& p, unsigned cpus, double kernel_s) {
  return binding(Workload::bounds(p, cpus, kernel_s)).second;
}

// T(p), made by whoever asks first and kept until the process ends: inputs that the contestant, the kernel
// and the check of the answer have in common, and that nobody's clock sees made. For one thread.
template <class T, class Parameters>
const T& made_once(const Parameters& p) {
  static std::map<Parameters, T> made;
  return made.try_emplace(p, p).first->second;
}

}  // namespace simul
