#include "runtimes/fork/pile.hpp"

#include <gmock/gmock.h>

#include <sched.h>

#include <stdexcept>
#include <vector>

#include "runtimes/fork/child.hpp"
#include "runtimes/fork/semaphore.hpp"
#include "runtimes/fork/shared.hpp"

namespace {

using forked::Child;
using forked::Pile;
using forked::Semaphore;
using forked::Shared;

TEST(Pile, GivesHalfOfWhatIsThere) {
  Pile<int> pile(10, 1);
  pile.start(std::vector{1, 2, 3, 4, 5});
  EXPECT_THAT(pile.take(), testing::ElementsAre(3, 4, 5));
  EXPECT_THAT(pile.take(), testing::ElementsAre(2));
  EXPECT_THAT(pile.take(), testing::ElementsAre(1));
}

TEST(Pile, IsOverWhenAllWait) {
  Pile<int> pile(10, 1);
  EXPECT_FALSE(pile.is_awaited());
  EXPECT_THAT(pile.take(), testing::IsEmpty());
  EXPECT_THAT(pile.take(), testing::IsEmpty());
}

TEST(Pile, CanBeStartedAgain) {
  Pile<int> pile(10, 1);
  EXPECT_THAT(pile.take(), testing::IsEmpty());
  pile.start(std::vector{6});
  EXPECT_THAT(pile.take(), testing::ElementsAre(6));
  EXPECT_THAT(pile.take(), testing::IsEmpty());
}

TEST(Pile, TakesNoMoreThanItHolds) {
  Pile<int> pile(3, 1);
  pile.put(std::vector{1, 2});
  EXPECT_THROW(pile.put(std::vector{3, 4}), std::length_error);
  pile.put(std::vector{5});
  EXPECT_THAT(pile.take(), testing::ElementsAre(2, 5));
}

TEST(Pile, GivesWhatIsPutLaterToWhoeverWaits) {
  Pile<int> pile(10, 2);
  const Shared<Semaphore> taken(1, 0U);
  Child other([&] {
    if (pile.take() != std::vector{7}) throw std::runtime_error("took something else");
    taken->release();
    if (!pile.take().empty()) throw std::runtime_error("took more than there was");
  });
  while (!pile.is_awaited()) sched_yield();
  pile.put(std::vector{7});
  taken->acquire();
  EXPECT_THAT(pile.take(), testing::IsEmpty());
  other.wait();
}

// Each number n stands for a tree with a root and two subtrees of n - 1: 2^11 - 1 nodes. More workers than
// cores, and several runs, each of which has to end for all.
TEST(Pile, LosesNothingBetweenManyWorkers) {
  constexpr unsigned workers = 7;
  const Shared<int> visited(workers);
  Pile<int> pile(10'000, workers);
  for (int run = 1; run <= 3; ++run) {
    pile.start(std::vector{10});
    std::vector<Child> children;
    for (unsigned worker = 0; worker < workers; ++worker) {
      children.emplace_back([&, worker] {
        for (auto open = pile.take(); !open.empty(); open = pile.take()) {
          while (!open.empty()) {
            const int n = open.back();
            open.pop_back();
            ++visited[worker];
            if (n > 0) open.insert(open.end(), 2, n - 1);
            if (open.size() > 1 && pile.is_awaited()) {
              pile.put(open);
              open.clear();
            }
          }
        }
      });
    }
    for (Child& child : children) child.wait();
    int all = 0;
    for (const int count : visited) all += count;
    EXPECT_EQ(all, run * 2047);
  }
}

}  // namespace
