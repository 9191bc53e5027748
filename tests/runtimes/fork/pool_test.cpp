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

// Each request waits for the other, so both have to be in hand at the same time.
TEST(ForkPool, WorksOnAsManyRequestsAtOnceAsItHasWorkers) {
  const Shared<Semaphore> here(2, 0U);
  Pool<int, int> pool(2, [&](int me) {
    here[static_cast<std::size_t>(me)].release();
    here[static_cast<std::size_t>(1 - me)].acquire();
    return me;
  });
  EXPECT_THAT(pool.map(first_numbers(2)), testing::ElementsAre(0, 1));
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
