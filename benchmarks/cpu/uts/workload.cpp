#include "benchmarks/cpu/uts/workload.hpp"

#include <openssl/sha.h>

#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <stdexcept>

#include "benchmarks/harness/work.hpp"

namespace uts {
namespace {

using Number = std::array<std::uint8_t, 4>;

Number big_endian(std::uint32_t value) {
  return {static_cast<std::uint8_t>(value >> 24), static_cast<std::uint8_t>(value >> 16),
          static_cast<std::uint8_t>(value >> 8), static_cast<std::uint8_t>(value)};
}

// The three calls, and not SHA1() or EVP: those look the algorithm up for every message and take two to six
// times as long.
std::array<std::uint8_t, 20> sha1(std::span<const std::uint8_t> first, const Number& number) {
  std::array<std::uint8_t, 20> digest;
  SHA_CTX context;
  SHA1_Init(&context);
  SHA1_Update(&context, first.data(), first.size());
  SHA1_Update(&context, number.data(), number.size());
  SHA1_Final(digest.data(), &context);
  return digest;
}

// A state's last 31 bits, as a share of all that there are.
double uniform(const Node& node) {
  std::uint32_t bits = node.state[16] & 0x7f;
  for (int i = 17; i < 20; ++i) bits = bits << 8 | node.state[static_cast<std::size_t>(i)];
  return static_cast<double>(bits) / 2147483648.0;
}

std::uint64_t first_bits(const Node& node) {
  std::uint64_t bits = 0;
  for (int i = 0; i < 8; ++i) bits = bits << 8 | node.state[static_cast<std::size_t>(i)];
  return bits;
}

// T1: geometric, fixed: four children in the mean, and at most a hundred.
int geometric(const Node& node) {
  constexpr double mean = 4;
  const double children = std::floor(std::log(1 - uniform(node)) / std::log(1 - 1 / (1 + mean)));
  return static_cast<int>(std::min(children, 100.0));
}

// T3: binomial: eight children or none, one too few in a thousand for the tree to grow for ever.
int binomial(const Node& node) {
  if (node.depth == 0) return 2'000;
  return uniform(node) < 0.124875 ? 8 : 0;
}

int number_of_children(const Parameters& p, const Node& node) {
  if (node.depth >= p.levels) return 0;
  return p.tree == 1 ? geometric(node) : binomial(node);
}

// Odd: no two sums of states have the same stamp.
std::uint64_t factor(std::uint64_t nonce) { return simul::mix(nonce) | 1; }

// What was published of the whole trees. Parts of them, and the sums of the nodes' states, are as counted by
// the baseline, which finds what was published.
struct Known {
  Parameters p;
  std::int64_t nodes, leaves, depth;
  std::uint64_t states;
};
constexpr std::array<Known, 6> known{{
    {{1, 10}, 4'130'071, 3'305'118, 10, 0x1b0607dd20722ac1},
    {{1, 7}, 63'914, 51'124, 7, 0x1f471ef793dc370c},
    {{1, 5}, 3'987, 3'232, 5, 0x576608ea95b562f3},
    {{3, 1'572}, 4'112'897, 3'599'034, 1'572, 0x30cc16e1abec82e3},
    {{3, 64}, 160'625, 140'796, 64, 0x48833c3824a29f0d},
    {{3, 4}, 7'465, 6'781, 4, 0xfe8b53189d172fc1},
}};

const Known& of(const Parameters& p) {
  for (const Known& tree : known)
    if (tree.p.tree == p.tree && tree.p.levels == p.levels) return tree;
  throw std::out_of_range("cpu/uts: nobody has counted this tree");
}

}  // namespace

Node root(const Parameters& p) {
  constexpr std::array<std::uint8_t, 16> zeros{};
  return {sha1(zeros, big_endian(p.tree == 1 ? 19 : 42)), 0};
}

int visit(const Parameters& p, const Node& node, std::uint64_t nonce, Tally& found) {
  const int children = number_of_children(p, node);
  ++found.nodes;
  found.leaves += children == 0;
  found.depth = std::max<std::int64_t>(found.depth, node.depth);
  found.stamp += first_bits(node) * factor(nonce);
  return children;
}

Node child(const Node& node, int number) {
  return {sha1(node.state, big_endian(static_cast<std::uint32_t>(number))), node.depth + 1};
}

void Search::go_on(std::int64_t most, Tally& found) {
  for (; most > 0 && !open_.empty(); --most) {
    const Node node = open_.back();
    open_.pop_back();
    const int children = visit(p_, node, nonce_, found);
    for (int i = 0; i < children; ++i) open_.push_back(child(node, i));
  }
}

Search Search::split() {
  const auto half = open_.begin() + std::ssize(open_) / 2;
  Search oldest(p_, nonce_, {open_.begin(), half});
  open_.erase(open_.begin(), half);
  return oldest;
}

Tally search_all(const Parameters& p, std::uint64_t nonce) {
  Tally found;
  Search(p, nonce, {root(p)}).go_on(std::numeric_limits<std::int64_t>::max(), found);
  return found;
}

double Workload::units(const Parameters& p) { return static_cast<double>(of(p).nodes); }

std::optional<std::string> Workload::verify(const Parameters& p, std::uint64_t nonce, const Answer& answer) {
  const Known& right = of(p);
  const auto wrong = [](std::string_view what, std::int64_t is, std::int64_t should_be) {
    return std::to_string(is) + ' ' + std::string(what) + ", not " + std::to_string(should_be);
  };
  if (answer.nodes != right.nodes) return wrong("nodes were visited", answer.nodes, right.nodes);
  if (answer.leaves != right.leaves) return wrong("leaves were found", answer.leaves, right.leaves);
  if (answer.depth != right.depth)
    return wrong("levels were found below the root", answer.depth, right.depth);
  if (answer.stamp != right.states * factor(nonce))
    return "these are not the tree's nodes, or not in this run";
  return std::nullopt;
}

simul::LowerBounds Workload::bounds(const Parameters& p, unsigned cpus, double kernel_s) {
  const Known& tree = of(p);
  const double node_s = kernel_s / static_cast<double>(tree.nodes);
  return {{"work", kernel_s / cpus}, {"longest_chain", node_s * static_cast<double>(tree.depth)}};
}

}  // namespace uts
