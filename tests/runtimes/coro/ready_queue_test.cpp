#include "runtimes/coro/ready_queue.hpp"

#include <gtest/gtest.h>

#include <array>

namespace coro {
namespace {

TEST(ReadyQueue, IsFirstInFirstOut) {
  ReadyQueue queue;
  std::array<Waiter, 3> waiters;
  for (Waiter& waiter : waiters) queue.push(waiter);
  for (Waiter& waiter : waiters) EXPECT_EQ(queue.pop(), &waiter);
  EXPECT_EQ(queue.pop(), nullptr);
}

TEST(ReadyQueue, CanBeFilledAgainAfterItRanEmpty) {
  ReadyQueue queue;
  Waiter waiter;
  for (int round = 0; round < 3; ++round) {
    EXPECT_TRUE(queue.empty());
    queue.push(waiter);
    EXPECT_FALSE(queue.empty());
    EXPECT_EQ(queue.pop(), &waiter);
  }
}

TEST(ReadyQueue, TakesNewcomersBehindThoseThatWait) {
  ReadyQueue queue;
  Waiter first, second;
  queue.push(first);
  queue.push(second);
  EXPECT_EQ(queue.pop(), &first);
  queue.push(first);
  EXPECT_EQ(queue.pop(), &second);
  EXPECT_EQ(queue.pop(), &first);
}

}  // namespace
}  // namespace coro
