#include "benchmarks/cpu/uts/workload.hpp"

#include <gmock/gmock.h>

namespace uts {
namespace {

const Parameters small{.tree = 1, .levels = 5};

// Every node, in the order of plain recursion.
std::vector<Node> nodes_of(const Parameters& p) {
  std::vector<Node> nodes;
  const auto add = [&](const auto& self, const Node& node) -> void {
    nodes.push_back(node);
    Tally ignored;
    const int children = visit(p, node, 0, ignored);
    for (int i = 0; i < children; ++i) self(self, child(node, i));
  };
  add(add, root(p));
  return nodes;
}

// What a contestant answers that visits these.
Tally visited(const Parameters& p, const std::vector<Node>& nodes, std::uint64_t nonce) {
  Tally found;
  for (const Node& node : nodes) visit(p, node, nonce, found);
  return found;
}

// SHA-1 of 16 zero bytes and the seed, by sha1sum(1):
//   head -c 16 /dev/zero | cat - <(printf '\0\0\0\023') | sha1sum
TEST(Uts, DerivesItsRootFromTheSeed) {
  EXPECT_THAT(root({1, 10}).state, testing::ElementsAreArray(std::to_array<std::uint8_t>(
                                       {0xc6, 0x98, 0x8a, 0xb7, 0x0c, 0xc9, 0x55, 0x9a, 0xe4, 0xd6,
                                        0xcb, 0xa2, 0x54, 0xe2, 0x9a, 0x84, 0x5a, 0x85, 0xf8, 0x6b})));
  EXPECT_THAT(root({3, 1'572}).state, testing::ElementsAreArray(std::to_array<std::uint8_t>(
                                          {0xa1, 0x1d, 0xab, 0xbc, 0xec, 0x7a, 0xab, 0x30, 0x9c, 0x89,
                                           0x0a, 0xb3, 0xdb, 0xc2, 0x56, 0xea, 0xeb, 0x58, 0x27, 0x82})));
  EXPECT_EQ(root({1, 10}).depth, 0);
}

// The parent's digest and the child's number, in the same way.
TEST(Uts, DerivesAChildFromItsParentAndItsNumber) {
  EXPECT_THAT(child(root({1, 10}), 2).state,
              testing::ElementsAreArray(
                  std::to_array<std::uint8_t>({0x0f, 0x44, 0x0b, 0x68, 0xd0, 0x30, 0x92, 0x95, 0x03, 0xbe,
                                               0x64, 0xd0, 0x96, 0x55, 0xd2, 0x1a, 0x7d, 0xfd, 0x83, 0x65})));
  EXPECT_EQ(child(child(root({1, 10}), 2), 0).depth, 2);
}

// Olivier et al., "UTS: An Unbalanced Tree Search Benchmark", LCPC 2006; the numbers are those of its sample
// trees.
TEST(Uts, HasThePublishedTrees) {
  const Tally t1 = search_all({1, 10}, 0);
  EXPECT_EQ(t1.nodes, 4'130'071);
  EXPECT_EQ(t1.leaves, 3'305'118);
  EXPECT_EQ(t1.depth, 10);
  const Tally t3 = search_all({3, 1'572}, 0);
  EXPECT_EQ(t3.nodes, 4'112'897);
  EXPECT_EQ(t3.leaves, 3'599'034);
  EXPECT_EQ(t3.depth, 1'572);
  EXPECT_EQ(Workload::verify({1, 10}, 0, t1), std::nullopt);
  EXPECT_EQ(Workload::verify({3, 1'572}, 0, t3), std::nullopt);
}

// Not cut off at 1,572 but ended by itself: the tree with one more level is the same.
TEST(Uts, IsWholeWithThePublishedDepth) {
  Tally deeper;
  Search({3, 10'000}, 0, {root({3, 10'000})}).go_on(5'000'000, deeper);
  EXPECT_EQ(Workload::verify({3, 1'572}, 0, deeper), std::nullopt);
}

TEST(Uts, KnowsTheTreeOfEveryPointOfEveryProfile) {
  for (const char* profile : {"smoke", "quick"}) {
    for (const Parameters& p : Workload::points(profile)) {
      for (const std::uint64_t nonce : {0UL, 1UL, 0xffffffffUL, ~0UL})
        EXPECT_EQ(Workload::verify(p, nonce, search_all(p, nonce)), std::nullopt)
            << p.tree << ' ' << p.levels;
    }
  }
  for (const Parameters& p : Workload::points("full")) {
    EXPECT_GT(Workload::units(p), 1'000);
    EXPECT_NE(Workload::verify(p, 0, {}), std::nullopt);
  }
  EXPECT_THROW(Workload::verify({2, 10}, 0, {}), std::out_of_range);
}

TEST(Uts, IsTheSameInPortionsAndInSplitSearches) {
  Tally found;
  std::vector<Search> searches{Search(small, 7, {root(small)})};
  for (int portions = 1; !searches.empty(); ++portions) {
    Search search = std::move(searches.back());
    searches.pop_back();
    search.go_on(portions % 10, found);
    if (search.can_split()) searches.push_back(search.split());
    if (!search.done()) searches.push_back(std::move(search));
  }
  EXPECT_EQ(Workload::verify(small, 7, found), std::nullopt);
}

TEST(Uts, GivesAwayTheOldestHalfOfASearch) {
  Tally ignored;
  Search search({3, 64}, 0, {root({3, 64})});
  EXPECT_FALSE(search.can_split());
  search.go_on(1, ignored);
  EXPECT_TRUE(search.can_split());
  const Search oldest = search.split();
  ASSERT_EQ(oldest.open().size(), 1'000U);
  EXPECT_EQ(search.open().size(), 1'000U);
  EXPECT_EQ(oldest.open().front().state, child(root({3, 64}), 0).state);
  EXPECT_EQ(search.open().back().state, child(root({3, 64}), 1'999).state);
}

TEST(Uts, KeepsTheOpenNodesOfADeepTreeFew) {
  Tally found;
  Search search({3, 1'572}, 0, {root({3, 1'572})});
  while (!search.done()) {
    search.go_on(portion, found);
    ASSERT_LE(search.open().size(), 2'000U + 7 * 1'572);
  }
}

TEST(Uts, RejectsASkippedNode) {
  auto nodes = nodes_of(small);
  nodes.pop_back();
  EXPECT_EQ(Workload::verify(small, 7, visited(small, nodes, 7)), "3986 nodes were visited, not 3987");
  EXPECT_EQ(Workload::verify(small, 7, {}), "0 nodes were visited, not 3987");
}

TEST(Uts, RejectsANodeThatWasVisitedTwice) {
  auto nodes = nodes_of(small);
  nodes.push_back(nodes.back());
  EXPECT_EQ(Workload::verify(small, 7, visited(small, nodes, 7)), "3988 nodes were visited, not 3987");
}

TEST(Uts, RejectsANodeThatWasVisitedForAnother) {
  auto nodes = nodes_of(small);
  std::vector<std::size_t> leaves;
  for (std::size_t i = 0; i < nodes.size(); ++i)
    if (nodes[i].depth == small.levels) leaves.push_back(i);
  ASSERT_GT(leaves.size(), 1U);
  nodes[leaves[0]] = nodes[leaves[1]];
  EXPECT_EQ(Workload::verify(small, 7, visited(small, nodes, 7)),
            "these are not the tree's nodes, or not in this run");
}

TEST(Uts, RejectsAWrongNumberOfLeavesAndAWrongDepth) {
  auto found = search_all(small, 7);
  ++found.leaves;
  EXPECT_EQ(Workload::verify(small, 7, found), "3233 leaves were found, not 3232");
  --found.leaves, ++found.depth;
  EXPECT_EQ(Workload::verify(small, 7, found), "6 levels were found below the root, not 5");
}

TEST(Uts, RejectsTheTallyOfAnotherRun) {
  EXPECT_EQ(Workload::verify(small, 8, search_all(small, 7)),
            "these are not the tree's nodes, or not in this run");
}

}  // namespace
}  // namespace uts
