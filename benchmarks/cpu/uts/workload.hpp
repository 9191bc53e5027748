// Unbalanced tree search: count the nodes of a tree that nobody knows before it has been searched, because a
// node's children follow from its SHA-1. How a runtime shares out work that cannot be divided in advance. Two
// of the published trees (Olivier et al., LCPC 2006): T1, whose branches differ by chance, and T3, most of
// whose subtrees are tiny and a few of which are enormous, and 1,572 levels deep.
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

namespace uts {

// The tree ends so many levels below its root, whatever would have grown there. T1 is whole with 10 and T3
// with 1,572.
struct Parameters {
  std::int64_t tree, levels;
};

struct Node {
  std::array<std::uint8_t, 20> state;  // the SHA-1 of its parent's state and its number among its siblings
  std::int32_t depth;
};

// What was found in some part of the tree. The stamp is different in every run, and in it is every node's
// state: none can be skipped or taken twice unnoticed.
struct Tally {
  std::int64_t nodes = 0, leaves = 0;
  std::int64_t depth = 0;  // of the deepest node
  std::uint64_t stamp = 0;

  Tally& operator+=(const Tally& other) {
    nodes += other.nodes, leaves += other.leaves, stamp += other.stamp;
    depth = std::max(depth, other.depth);
    return *this;
  }
};

// The kernels: they are most of the work, and the same code for every contestant.
Node root(const Parameters& p);
int visit(const Parameters& p, const Node& node, std::uint64_t nonce,
          Tally& found);  // how many children it has
Node child(const Node& node, int number);

// Depth first, with a stack of nodes that are known and not yet visited: no more than a few for every level,
// however deep the tree is. Those who cannot make a task of every node search in portions, and share out what
// is left.
class Search {
 public:
  Search(const Parameters& p, std::uint64_t nonce, std::vector<Node> open)
      : p_(p), nonce_(nonce), open_(std::move(open)) {}

  bool done() const { return open_.empty(); }
  bool can_split() const { return open_.size() > 1; }
  void go_on(std::int64_t most, Tally& found);  // by so many nodes at the most
  // Gives away half of the open nodes, those nearest to the root: that is where the largest subtrees are.
  Search split();
  const std::vector<Node>& open() const { return open_; }

 private:
  Parameters p_;
  std::uint64_t nonce_;
  std::vector<Node> open_;
};

// How many nodes are a portion: some 0.1 ms, so that sharing out costs little and nobody idles for long.
inline constexpr std::int64_t portion = 1'000;

// In one go: the baseline.
Tally search_all(const Parameters& p, std::uint64_t nonce);

struct Workload {
  static constexpr std::string_view kind = "cpu", name = "uts";
  static constexpr std::string_view in_turn = "one node after the other", waits = "",
                                    works = "a core searched";
  using Parameters = uts::Parameters;
  using Answer = Tally;

  static constexpr std::array fields{std::pair{"tree", &Parameters::tree},
                                     std::pair{"levels", &Parameters::levels}};

  static std::vector<Parameters> points(std::string_view profile) {
    if (profile == "smoke") return {{1, 5}, {3, 4}};
    if (profile == "quick") return {{3, 64}};
    return {{1, 7}, {1, 10}, {3, 64}, {3, 1'572}};
  }

  static double units(const Parameters& p);
  static std::optional<std::string> verify(const Parameters& p, std::uint64_t nonce, const Answer& answer);

  static std::uint64_t kernel(const Parameters& p) { return search_all(p, 0).stamp; }
  static double kernel_calls(const Parameters&) { return 1; }
  // Nobody knows a node before its parent was visited: the longest chain has as many links as the tree is
  // deep. A node with children takes longer than one without, so that a link takes at least as long as the
  // mean node.
  static simul::LowerBounds bounds(const Parameters& p, unsigned cpus, double kernel_s);
};

}  // namespace uts
