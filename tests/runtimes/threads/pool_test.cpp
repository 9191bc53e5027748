#include "runtimes/threads/pool.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

namespace {

using threads::Pool;

TEST(Pool, WaitReturnsWhenAllIsDone) {
  std::atomic<int> done = 0;
  Pool pool(2);
  for (int i = 0; i < 10'000; ++i) pool.submit([&] { ++done; });
  pool.wait();
  EXPECT_EQ(done, 10'000);
}

void grow(Pool& pool, std::atomic<int>& leaves, int depth) {
  if (depth == 0) {
    ++leaves;
    return;
  }
  for (int child = 0; child < 2; ++child)
    pool.submit([&pool, &leaves, depth] { grow(pool, leaves, depth - 1); });
}

TEST(Pool, WaitCoversWhatTasksSubmit) {
  std::atomic<int> leaves = 0;
  Pool pool(3);
  grow(pool, leaves, 10);
  pool.wait();
  EXPECT_EQ(leaves, 1024);
}

TEST(Pool, TheDestructorFinishesWhatTasksSubmit) {
  std::atomic<int> leaves = 0;
  {
    Pool pool(3);
    grow(pool, leaves, 10);
  }
  EXPECT_EQ(leaves, 1024);
}

TEST(Pool, WaitReturnsAtOnceIfNothingWasSubmitted) {
  Pool pool(2);
  pool.wait();
}

// Each task waits for the others, so all workers have to take one, however few CPUs there are.
TEST(Pool, RunsAsManyTasksAtOnceAsItHasWorkers) {
  constexpr unsigned workers = 64;
  std::latch all_here(workers);
  Pool pool(workers);
  for (unsigned i = 0; i < workers; ++i) pool.submit([&] { all_here.arrive_and_wait(); });
  pool.wait();
  EXPECT_TRUE(all_here.try_wait());
}

TEST(Pool, OneWorkerKeepsTheOrder) {
  std::vector<int> order;
  Pool pool(1);
  for (int i = 0; i < 5; ++i) pool.submit([&order, i] { order.push_back(i); });
  pool.wait();
  EXPECT_EQ(order, (std::vector{0, 1, 2, 3, 4}));
}

TEST(Pool, TakesTasksFromManyThreads) {
  std::atomic<int> done = 0;
  Pool pool(2);
  {
    std::vector<std::jthread> submitters;
    for (int thread = 0; thread < 4; ++thread)
      submitters.emplace_back([&] {
        for (int i = 0; i < 1000; ++i) pool.submit([&] { ++done; });
      });
  }
  pool.wait();
  EXPECT_EQ(done, 4000);
}

TEST(Pool, WaitRethrowsTheFirstExceptionAfterAllIsDone) {
  std::atomic<int> done = 0;
  Pool pool(2);
  pool.submit([] { throw std::runtime_error("lost a piece"); });
  for (int i = 0; i < 100; ++i) pool.submit([&] { ++done; });
  EXPECT_THROW(pool.wait(), std::runtime_error);
  EXPECT_EQ(done, 100);
  EXPECT_NO_THROW(pool.wait());
}

TEST(Pool, WorksOnAfterAnException) {
  bool ran = false;
  Pool pool(1);
  pool.submit([] { throw 1; });
  EXPECT_THROW(pool.wait(), int);
  pool.submit([&] { ran = true; });
  pool.wait();
  EXPECT_TRUE(ran);
}

TEST(Pool, DestroysATaskBeforeItCountsAsDone) {
  const auto token = std::make_shared<int>(0);
  Pool pool(2);
  for (int round = 0; round < 1000; ++round) {
    pool.submit([token] {});
    pool.wait();
    ASSERT_EQ(token.use_count(), 1);
  }
}

// A worker that goes to sleep while a task arrives must not miss it.
TEST(Pool, LosesNoWakeUpBetweenTwoPools) {
  std::atomic<int> passes = 0;
  Pool ping(1), pong(1);
  for (int round = 0; round < 1000; ++round) {
    std::latch passed(1);
    ping.submit([&] { pong.submit([&] { ++passes, passed.count_down(); }); });
    passed.wait();
    pong.wait();
    ping.wait();
  }
  EXPECT_EQ(passes, 1000);
}

TEST(Pool, NeedsAWorker) { EXPECT_THROW(Pool(0), std::invalid_argument); }

}  // namespace
