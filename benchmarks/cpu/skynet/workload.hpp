// Skynet: one task makes ten, each of them ten more, down to the leaves, which answer with their number;
// every parent adds up. Almost no work and a million tasks: what a runtime charges for a task. A. Temerev's
// benchmark, 2016.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "benchmarks/harness/work.hpp"

namespace skynet {

inline constexpr unsigned fan_out = 10;

struct Parameters {
  std::int64_t leaves;  // a power of fan_out

  std::int64_t nodes() const { return (leaves * fan_out - 1) / (fan_out - 1); }
};

// A subtree: its leaves are numbered from `first`.
struct Node {
  std::uint64_t first, leaves;

  bool is_leaf() const { return leaves == 1; }
  Node child(unsigned i) const { return {first + i * (leaves / fan_out), leaves / fan_out}; }
};

// The leaves are numbered from the nonce on, so that every run has another sum.
inline Node root(const Parameters& p, std::uint64_t nonce) {
  return {nonce, static_cast<std::uint64_t>(p.leaves)};
}

// The sum of a subtree's leaves, and how many nodes it took: none can be skipped unnoticed.
struct Sum {
  std::uint64_t numbers = 0;
  std::int64_t nodes = 0;

  Sum& operator+=(const Sum& other) {
    numbers += other.numbers, nodes += other.nodes;
    return *this;
  }
};

inline Sum leaf(Node node) { return {node.first, 1}; }
using Parts = std::array<Sum, fan_out>;
// What a parent answers: its children's parts and itself.
Sum total(const Parts& parts);

struct Workload {
  static constexpr std::string_view kind = "cpu", name = "skynet";
  static constexpr std::string_view in_turn = "plain recursion", waits = "", works = "a core added";
  using Parameters = skynet::Parameters;
  using Answer = Sum;

  static constexpr std::array fields{std::pair{"leaves", &Parameters::leaves}};

  static std::vector<Parameters> points(std::string_view profile) {
    if (profile == "smoke") return {{100}, {1'000}};
    if (profile == "quick") return {{1'000}, {1'000'000}};
    return {{100}, {1'000}, {10'000}, {100'000}, {1'000'000}};
  }

  static double units(const Parameters& p) { return static_cast<double>(p.nodes()); }
  static std::optional<std::string> verify(const Parameters& p, std::uint64_t nonce, const Answer& sum);

  static std::uint64_t kernel(const Parameters& p);
  static double kernel_calls(const Parameters&) { return 1; }
  // The longest chain goes from the root down to a leaf and takes one node of every level. When those of one level
  // cost the same, that is each level's work over its width, and no level is wider than that of the leaves.
  static simul::LowerBounds bounds(const Parameters& p, unsigned cpus, double kernel_s) {
    return {{"work", kernel_s / cpus}, {"longest_chain", kernel_s / static_cast<double>(p.leaves)}};
  }
};

// Plain recursion: the kernel, and the baseline.
Sum add_up(Node node);

}  // namespace skynet
