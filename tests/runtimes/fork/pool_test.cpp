#include "runtimes/fork/pool.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <numeric>
#include <vector>

#include "runtimes/fork/semaphore.hpp"
#include "runtimes/fork/shared.hpp"

namespace {

using forked::Pool;
using forked::Semaphore;
using forked::Shared;

std::vector<int> first_numbers(std::size_t count) {
  std::vector<int> numbers(count);
  std::iota(numbers.begin(), numbers.end(), 0);
  return numbers;
}

int square(int number) { return number * number; }

TEST(ForkPool, RepliesInTheOrderOfTheRequests) {
  Pool<int, int> pool(3, square);
  const auto requests = first_numbers(1000);
  const std::vector<int> replies = pool.map(requests);
  ASSERT_EQ(replies.size(), requests.size());
  for (const int number : requests) EXPECT_EQ(replies[static_cast<std::size_t>(number)], square(number));
}

TEST(ForkPool, MapsAgainAndAgain) {
  Pool<int, int> pool(2, square);
  for (int round = 0; round < 10; ++round)
    EXPECT_THAT(pool.map(first_numbers(5)), testing::ElementsAre(0, 1, 4, 9, 16));
}

TEST(ForkPool, MapsNothingToNothing) {
  Pool<int, int> pool(2, square);
  EXPECT_TRUE(pool.map({}).empty());
}

TEST(ForkPool, HasWorkersToSpare) {
  Pool<int, int> pool(4, square);
  EXPECT_THAT(pool.map(first_numbers(1)), testing::ElementsAre(0));
}

TEST(ForkPool, CarriesMessagesAsLargeAsAPipeTakesThemWhole) {
  struct Large {
    char bytes[4000] = {};
  };
  Pool<Large, Large> pool(2, [](const Large& request) { return request; });
  std::vector<Large> requests(50);
  for (auto& request : requests) request.bytes[3999] = 'x';
  for (const Large& reply : pool.map(requests)) EXPECT_EQ(reply.bytes[3999], 'x');
}

TEST(ForkPool, WorksInOtherProcesses) {
  Pool<int, pid_t> pool(2, [](int) { return ::getpid(); });
  for (const pid_t worker : pool.map(first_numbers(10))) EXPECT_NE(worker, ::getpid());
}

// The requests stand in a ring and each waits for the one before it, and so for all: they have to be in hand at the
// same time, however few CPUs there are.
TEST(ForkPool, WorksOnAsManyRequestsAtOnceAsItHasWorkers) {
  constexpr std::size_t workers = 64;
  const Shared<Semaphore> laps(workers, 0U);
  Pool<int, int> pool(workers, [&](int me) {
    const auto here = static_cast<std::size_t>(me);
    for (std::size_t lap = 0; lap < workers; ++lap) {
      laps[(here + 1) % workers].release();
      laps[here].acquire();
    }
    return me;
  });
  EXPECT_EQ(pool.map(first_numbers(workers)), first_numbers(workers));
}

// The first request ends after all others, which the other worker has to take.
TEST(ForkPool, GivesTheRestToTheWorkerThatIsFree) {
  const Shared<Semaphore> others_done(1, 0U);
  Pool<int, int> pool(2, [&](int number) {
    if (number > 0) others_done->release();
    if (number == 0)
      for (int other = 1; other < 3; ++other) others_done->acquire();
    return number;
  });
  EXPECT_THAT(pool.map(first_numbers(3)), testing::ElementsAre(0, 1, 2));
}

TEST(ForkPool, KeepsStateInItsWorkers) {
  Pool<int, int> pool(1, [count = 0](int) mutable { return ++count; });
  EXPECT_THAT(pool.map(first_numbers(3)), testing::ElementsAre(1, 2, 3));
}

TEST(ForkPool, ShowsTheCpuTimeOfItsWorkers) {
  Pool<int, int> pool(2, square);
  const auto before = pool.cpu_time();
  pool.map(first_numbers(1000));
  EXPECT_GT(pool.cpu_time(), before);
}

}  // namespace
