// The n-th Fibonacci number by its definition: every call makes two more, and almost nothing but calls is
// done. What a runtime charges for a unit of concurrency in the place of a function call. Leonardo of Pisa's
// rabbits are everybody's first fork-join benchmark: Cilk's fib (Blumofe et al., PPoPP 1995), oneTBB's
// example of a task_group.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "benchmarks/harness/work.hpp"

namespace fib {

// F(0) = 0, F(1) = 1, each further one the sum of the two before it.
constexpr std::int64_t fibonacci(std::int64_t n) {
  std::int64_t number = 0, next = 1;
  for (; n > 0; --n) number = std::exchange(next, number + next);
  return number;
}

// Some make a unit of every call. For those who cannot, or need not, a call below `cut_off` is plain
// recursion and makes no unit: the two that a call of `cut_off` makes are the smallest.
struct Parameters {
  std::int64_t n, cut_off;

  std::int64_t calls() const { return 2 * fibonacci(n + 1) - 1; }
  std::int64_t pieces() const { return fibonacci(n - cut_off + 3); }  // that are plain recursion
  bool cut(std::int64_t number) const { return number < cut_off; }
};

// What a call answers. The first two numbers are the nonce larger than they should be, so that F(n) comes out
// larger by the nonce for each of its F(n + 1) leaves: every run has another answer.
struct Sum {
  std::uint64_t number = 0;
  std::int64_t calls = 0;  // that it took, itself among them: none can be skipped unnoticed
};

inline Sum leaf(std::int64_t n, std::uint64_t nonce) { return {static_cast<std::uint64_t>(n) + nonce, 1}; }
inline Sum joined(Sum a, Sum b) { return {a.number + b.number, a.calls + b.calls + 1}; }

// Plain recursion: the kernel, and the baseline. Never inlined, not into itself either: a call is a call.
[[gnu::noinline]] Sum call(std::int64_t n, std::uint64_t nonce);

// The calls below the cut-off in the order of the recursion, and what the recursion makes of their sums.
std::vector<std::int64_t> pieces(const Parameters& p);
Sum join(const Parameters& p, std::span<const Sum> pieces);

// With the units that the contestant made: one per call, or per call down to the cut-off, or per piece.
struct Answer {
  Sum sum;
  std::int64_t units = 0;
};

// A call that is a unit.
inline Answer unit(Sum sum) { return {sum, 1}; }
inline Answer joined(const Answer& a, const Answer& b) {
  return {joined(a.sum, b.sum), a.units + b.units + 1};
}

struct Workload {
  static constexpr std::string_view kind = "cpu", name = "fib";
  static constexpr std::string_view in_turn = "plain recursion", waits = "", works = "a core called";
  using Parameters = fib::Parameters;
  using Answer = fib::Answer;

  static constexpr std::array fields{std::pair{"n", &Parameters::n}};
  static constexpr std::array recorded{std::pair{"cut_off", &Parameters::cut_off}};

  // Eight levels above the cut-off: 89 pieces, enough for dozens of cores. Of 30 they are some 30 us long,
  // about the least for which a thread is worth its price.
  static constexpr Parameters of(std::int64_t n) { return {n, n - 8}; }

  static std::vector<Parameters> points(std::string_view profile) {
    if (profile == "smoke") return {of(20)};
    if (profile == "quick") return {of(30)};
    return {of(20), of(25), of(27), of(30), of(33)};
  }

  static double units(const Parameters& p) { return static_cast<double>(p.calls()); }
  static std::optional<std::string> verify(const Parameters& p, std::uint64_t nonce, const Answer& answer);
  static std::vector<std::pair<std::string, double>> counters(const Parameters&, const Answer& answer) {
    return {{"units_made", static_cast<double>(answer.units)}};
  }

  static std::uint64_t kernel(const Parameters& p) { return call(p.n, 0).number; }
  static double kernel_calls(const Parameters&) { return 1; }
  // The longest chain of calls goes from n down to 1. All of it but its end makes calls and adds, so that it
  // takes at least as long as the mean call does.
  static simul::LowerBounds bounds(const Parameters& p, unsigned cpus, double kernel_s) {
    return {{"work", kernel_s / cpus}, {"longest_chain", kernel_s / units(p) * static_cast<double>(p.n)}};
  }
};

}  // namespace fib
