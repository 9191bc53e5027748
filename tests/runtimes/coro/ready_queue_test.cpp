#include "runtimes/coro/ready_queue.hpp"

#include <gtest/gtest.h>

#include <array>

namespace coro {
namespace {

TEST(ReadyQueue, IsFirstInFirstOut) {
  ReadyQueue queue;
  std::array<Branch, 3> branches;
  for (Branch& branch : branches) queue.push(branch);
  for (Branch& branch : branches) EXPECT_EQ(queue.pop(), &branch);
  EXPECT_EQ(queue.pop(), nullptr);
}

TEST(ReadyQueue, CanBeFilledAgainAfterItRanEmpty) {
  ReadyQueue queue;
  Branch branch;
  for (int round = 0; round < 3; ++round) {
    EXPECT_TRUE(queue.empty());
    queue.push(branch);
    EXPECT_FALSE(queue.empty());
    EXPECT_EQ(queue.pop(), &branch);
  }
}

TEST(ReadyQueue, TakesNewcomersBehindThoseThatWait) {
  ReadyQueue queue;
  Branch first, second;
  queue.push(first);
  queue.push(second);
  EXPECT_EQ(queue.pop(), &first);
  queue.push(first);
  EXPECT_EQ(queue.pop(), &second);
  EXPECT_EQ(queue.pop(), &first);
}

}  // namespace
}  // namespace coro
