#include "runtimes/fork/channel.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "runtimes/fork/child.hpp"
#include "runtimes/fork/shared.hpp"

namespace {

using forked::Channel;
using forked::Child;
using forked::Shared;

TEST(ForkChannel, HandsItemsOnInTheirOrder) {
  const Shared<Channel<int, 3>> channel(1);
  for (int round = 0; round < 2; ++round) {  // the ring is entered in its middle, too
    for (int item = 0; item < 2; ++item) channel->push(item);
    for (int item = 0; item < 2; ++item) EXPECT_EQ(channel->pop(), item);
  }
}

TEST(ForkChannel, HandsItemsToAnotherProcess) {
  const Shared<Channel<int, 2>> channel(1);
  const Shared<int> sum(1);
  Child child([&] {
    for (auto item = channel->pop(); item; item = channel->pop()) sum[0] += *item;
  });
  for (int item = 1; item <= 100; ++item) channel->push(item);
  channel->close(1);
  child.wait();
  EXPECT_EQ(sum[0], 5'050);
}

// Whatever has been pushed and not popped is inside: never more than two, whenever one looks.
TEST(ForkChannel, HoldsNoMoreThanItsCapacity) {
  const Shared<Channel<int, 2>> channel(1);
  struct Count {
    volatile int pushed = 0;
  };
  const Shared<Count> count(1);
  Child producer([&] {
    for (int item = 0; item < 1'000; ++item) {
      channel->push(item);
      count->pushed = item + 1;
    }
  });
  for (int popped = 0; popped < 1'000; ++popped) {
    EXPECT_LE(count->pushed - popped, 2);
    EXPECT_EQ(channel->pop(), popped);
  }
  producer.wait();
}

TEST(ForkChannel, TellsAsManyToLeaveAsAreToldBehindAllItems) {
  const Shared<Channel<int, 4>> channel(1);
  channel->push(1);
  channel->close(2);
  EXPECT_EQ(channel->pop(), 1);
  EXPECT_EQ(channel->pop(), std::nullopt);
  EXPECT_EQ(channel->pop(), std::nullopt);
}

// Through a single place, so that nearly every push and pop waits: a wake-up that is lost hangs the test.
TEST(ForkChannel, EveryItemOfThreeProducersReachesOneOfThreeConsumers) {
  const Shared<Channel<int, 1>> channel(1);
  struct Tally {
    int count = 0, sum = 0;
  };
  const Shared<Tally> tallies(3);
  std::vector<Child> producers, consumers;
  for (Tally& tally : tallies) {
    consumers.emplace_back([&] {
      for (auto item = channel->pop(); item; item = channel->pop()) ++tally.count, tally.sum += *item;
    });
  }
  for (int producer = 0; producer < 3; ++producer) {
    producers.emplace_back([&] {
      for (int item = 1; item <= 300; ++item) channel->push(item);
    });
  }
  for (Child& producer : producers) producer.wait();
  channel->close(consumers.size());
  for (Child& consumer : consumers) consumer.wait();
  EXPECT_EQ(tallies[0].count + tallies[1].count + tallies[2].count, 900);
  EXPECT_EQ(tallies[0].sum + tallies[1].sum + tallies[2].sum, 3 * 300 * 301 / 2);
}

}  // namespace
