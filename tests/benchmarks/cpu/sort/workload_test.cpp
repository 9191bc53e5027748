#include "benchmarks/cpu/sort/workload.hpp"

#include <gmock/gmock.h>

namespace sorting {
namespace {

const Parameters small{.numbers = 64, .leaves = 8};
constexpr std::uint64_t nonce = 7;

simul::Tally sort(const Unsorted& unsorted, Node node, std::uint64_t with, const Room& room) {
  simul::Tally done;
  if (!unsorted.is_leaf(node)) {
    done += sort(unsorted, node.left(), with, room);
    done += sort(unsorted, node.right(), with, room);
  }
  return done += unsorted.put_in_order(node, with, room);
}

struct Done {
  explicit Done(std::uint64_t with = nonce) { nodes = sort(unsorted, {}, with, room()); }
  Room room() { return {even, odd}; }
  Answer answer() const { return {even, nodes}; }

  const Unsorted unsorted{small};
  std::vector<std::uint64_t> even = std::vector<std::uint64_t>(64), odd = even;
  simul::Tally nodes;
};

TEST(Sort, LeavesTheNumbersOfThisRunInOrder) {
  for (const std::int64_t leaves : {1, 2, 4, 8, 64}) {
    const Parameters p{.numbers = 64, .leaves = leaves};
    const Unsorted unsorted(p);
    std::vector<std::uint64_t> even(64), odd(64), expected(64);
    const simul::Tally nodes = sort(unsorted, {}, nonce, {even, odd});
    unsorted.sort(nonce, expected);
    EXPECT_EQ(even, expected) << leaves;
    EXPECT_EQ(Workload::verify(p, nonce, {even, nodes}), std::nullopt) << leaves;
  }
}

TEST(Sort, IsTheSameLevelByLevel) {
  Done run, whole;
  std::ranges::fill(run.even, 0);
  simul::Tally nodes;
  for (std::size_t number = 15; number > 0; --number)
    nodes += run.unsorted.put_in_order({number}, nonce, run.room());
  EXPECT_EQ(run.even, whole.even);
  EXPECT_EQ(nodes.stamps, whole.nodes.stamps);
}

TEST(Sort, ByTheLibraryIsOfTheSameNumbers) {
  const Unsorted unsorted(small);
  std::vector<std::uint64_t> sorted(64), numbers;
  unsorted.sort(nonce, sorted);
  for (std::size_t i = 0; i < 64; ++i) numbers.push_back(unsorted.number(i, nonce));
  EXPECT_THAT(sorted, testing::UnorderedElementsAreArray(numbers));
  EXPECT_EQ(Workload::verify(small, nonce, {sorted, std::nullopt}), std::nullopt);
}

TEST(Sort, SortsOtherNumbersInEveryRun) { EXPECT_NE(Done(1).even, Done(2).even); }

TEST(Sort, HasANodeForEveryLeafAndEveryMerge) {
  EXPECT_EQ(small.nodes(), 15U);
  const Unsorted unsorted(small);
  EXPECT_FALSE(unsorted.is_leaf({7}));
  EXPECT_TRUE(unsorted.is_leaf({8}));
  EXPECT_EQ(Node{5}.parent().number, 2U);
  EXPECT_EQ(Node{5}.left().number, 10U);
  EXPECT_EQ(Node{5}.right().number, 11U);
  for (const char* profile : {"smoke", "quick", "full"})
    for (const Parameters& p : Workload::points(profile))
      EXPECT_TRUE(std::has_single_bit(p.nodes() + 1) && p.numbers % p.leaves == 0) << p.numbers;
}

TEST(Sort, RejectsNumbersThatAreNotInOrder) {
  Done run;
  std::swap(run.even[20], run.even[21]);
  EXPECT_EQ(Workload::verify(small, nonce, run.answer()), "number 21 is less than the one before it");
  const std::vector<std::uint64_t> unmerged = Done().odd;
  EXPECT_THAT(Workload::verify(small, nonce, {unmerged, run.nodes}).value(),
              testing::HasSubstr("is less than"));
}

TEST(Sort, RejectsOtherNumbersInOrder) {
  Done run;
  run.even[20] = run.even[21];  // one of them twice, and another not at all
  EXPECT_EQ(Workload::verify(small, nonce, run.answer()), "these are not the numbers of this run");
  const std::vector<std::uint64_t> zeros(64);
  EXPECT_EQ(Workload::verify(small, nonce, {zeros, run.nodes}), "these are not the numbers of this run");
}

TEST(Sort, RejectsTheNumbersOfAnotherRun) {
  Done old(nonce + 1);
  EXPECT_EQ(Workload::verify(small, nonce, old.answer()),
            "the tasks are not those of this run, each done once");
  EXPECT_EQ(Workload::verify(small, nonce, {old.even, Done().nodes}),
            "these are not the numbers of this run");
  EXPECT_EQ(Workload::verify(small, nonce, {old.even, std::nullopt}),
            "these are not the numbers of this run");
}

TEST(Sort, RejectsANodeLeftOutOrDoneTwice) {
  Done run;
  const simul::Tally last = simul::tally(nonce, 14);
  run.nodes.tasks -= last.tasks, run.nodes.stamps -= last.stamps;
  EXPECT_EQ(Workload::verify(small, nonce, run.answer()), "14 tasks were done, not 15");
  run.nodes += simul::tally(nonce, 13);
  EXPECT_EQ(Workload::verify(small, nonce, run.answer()),
            "the tasks are not those of this run, each done once");
}

TEST(Sort, RejectsTooFewNumbers) {
  Done run;
  run.even.pop_back();
  EXPECT_EQ(Workload::verify(small, nonce, run.answer()), "there are 63 numbers");
}

}  // namespace
}  // namespace sorting
