// A merge sort of seeded numbers: the leaves of a binary tree sort a part each, every node above merges what
// its two children left. The numbers do not fit into a core's own cache and are moved once per level, and the
// last merge is one task: what more cores can gain is limited by both. The baseline is std::sort, which takes
// a tenth less than merging.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "benchmarks/harness/work.hpp"

namespace sorting {

struct Parameters {
  std::int64_t numbers, leaves;  // a multiple of the leaves, which are a power of two

  auto operator<=>(const Parameters&) const = default;
  std::size_t count() const { return static_cast<std::size_t>(numbers); }
  std::size_t nodes() const { return static_cast<std::size_t>(2 * leaves - 1); }
};

// Nodes are numbered as in a heap: 1 is the root, 2n and 2n + 1 are the children of n.
struct Node {
  std::size_t number = 1;

  Node left() const { return {2 * number}; }
  Node right() const { return {2 * number + 1}; }
  Node parent() const { return {number / 2}; }
  bool is_root() const { return number == 1; }
  std::size_t task() const { return number - 1; }
};

// Where the tree's levels leave their numbers, by turns; the root's are in `even`. Each has room for all
// numbers.
struct Room {
  std::span<std::uint64_t> even, odd;
};

class Unsorted {
 public:
  explicit Unsorted(const Parameters& p);

  bool is_leaf(Node node) const { return node.number >= leaves_; }

  // The kernel. A leaf takes its part of the numbers, each with bits of this run's own flipped, so that every
  // run sorts other numbers, and sorts it. Another node merges what its children have left: they must be
  // done.
  simul::Tally put_in_order(Node node, std::uint64_t nonce, const Room& room) const;

  // The baseline: all of this run's numbers by std::sort.
  void sort(std::uint64_t nonce, std::span<std::uint64_t> numbers) const;

  std::uint64_t number(std::size_t i, std::uint64_t nonce) const { return numbers_[i] ^ simul::mix(nonce); }

 private:
  std::size_t leaves_;
  std::vector<std::uint64_t> numbers_;
};

struct Answer {
  std::span<const std::uint64_t> sorted;
  std::optional<simul::Tally> nodes;  // none: sorted by a library, which has no nodes
};

struct Workload {
  static constexpr std::string_view kind = "cpu", name = "sort";
  static constexpr std::string_view in_turn = "std::sort on one core", waits = "", works = "a core sorted";
  using Parameters = sorting::Parameters;
  using Answer = sorting::Answer;

  static constexpr std::array fields{std::pair{"numbers", &Parameters::numbers},
                                     std::pair{"leaves", &Parameters::leaves}};

  static std::vector<Parameters> points(std::string_view profile) {
    if (profile == "smoke") return {{32'768, 8}};
    if (profile == "quick") return {{786'432, 16}};
    return {{131'072, 16}, {786'432, 16}, {786'432, 64}, {4'194'304, 16}, {4'194'304, 64}};
  }

  static double units(const Parameters& p) { return static_cast<double>(p.numbers); }

  static std::optional<std::string> verify(const Parameters& p, std::uint64_t nonce, const Answer& answer);

  // No journal: a library's sort has no nodes to observe, or does not show them.

  // std::sort of them all.
  static std::uint64_t kernel(const Parameters& p);
  static double kernel_calls(const Parameters&) { return 1; }
  static constexpr std::string_view no_ideal =
      "the kernel is std::sort, and another algorithm may take less, on one core or on several";
};

}  // namespace sorting
