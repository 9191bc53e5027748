#include "runtimes/threads/channel.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>

#include "runtimes/threads/group.hpp"

namespace {

using threads::Channel;
using threads::ChannelClosed;
using threads::Group;

TEST(ThreadsChannel, HandsItemsOnInTheirOrder) {
  Channel<int> channel(3);
  for (int item = 0; item < 3; ++item) channel.push(item);
  for (int item = 0; item < 3; ++item) EXPECT_EQ(channel.pop(), item);
}

TEST(ThreadsChannel, MovesWhatCannotBeCopied) {
  Channel<std::unique_ptr<int>> channel(1);
  channel.push(std::make_unique<int>(5));
  EXPECT_EQ(**channel.pop(), 5);
}

TEST(ThreadsChannel, NeedsRoomForAnItem) { EXPECT_THROW(Channel<int>(0), std::invalid_argument); }

// Whatever has been pushed and not popped is inside: never more than two, whenever one looks.
TEST(ThreadsChannel, HoldsNoMoreThanItsCapacity) {
  Channel<int> channel(2);
  std::atomic<int> pushed = 0;
  Group producer;
  producer.spawn([&] {
    for (int item = 0; item < 1'000; ++item) {
      channel.push(item);
      ++pushed;
    }
  });
  for (int popped = 0; popped < 1'000; ++popped) {
    EXPECT_LE(pushed - popped, 2);
    EXPECT_EQ(channel.pop(), popped);
  }
  producer.join();
}

TEST(ThreadsChannel, WhatIsInsideCanStillBePoppedOnceItIsClosed) {
  Channel<int> channel(2);
  channel.push(1);
  channel.close();
  EXPECT_EQ(channel.pop(), 1);
  EXPECT_EQ(channel.pop(), std::nullopt);
  EXPECT_EQ(channel.pop(), std::nullopt);
}

TEST(ThreadsChannel, TakesNothingOnceItIsClosed) {
  Channel<int> channel(2);
  channel.close();
  EXPECT_THROW(channel.push(1), ChannelClosed);
  EXPECT_EQ(channel.pop(), std::nullopt);
}

TEST(ThreadsChannel, ClosingEndsAPushThatWaits) {
  Channel<int> channel(1);
  channel.push(1);
  Group producer;
  producer.spawn([&] { EXPECT_THROW(channel.push(2), ChannelClosed); });
  channel.close();
  producer.join();
  EXPECT_EQ(channel.pop(), 1);
  EXPECT_EQ(channel.pop(), std::nullopt);
}

TEST(ThreadsChannel, ClosingEndsEveryPopThatWaits) {
  Channel<int> channel(1);
  std::atomic<int> ended = 0;
  Group consumers;
  for (int consumer = 0; consumer < 4; ++consumer) {
    consumers.spawn([&] {
      EXPECT_EQ(channel.pop(), std::nullopt);
      ++ended;
    });
  }
  channel.close();
  consumers.join();
  EXPECT_EQ(ended, 4);
}

// Through a single place, so that nearly every push and pop waits: a wake-up that is lost hangs the test.
TEST(ThreadsChannel, EveryItemOfFourProducersReachesOneOfFourConsumers) {
  Channel<int> channel(1);
  std::atomic<int> sum = 0, count = 0;
  Group producers, consumers;
  for (int consumer = 0; consumer < 4; ++consumer) {
    consumers.spawn([&] {
      while (const auto item = channel.pop()) sum += *item, ++count;
    });
  }
  for (int producer = 0; producer < 4; ++producer) {
    producers.spawn([&] {
      for (int item = 1; item <= 500; ++item) channel.push(item);
    });
  }
  producers.join();
  channel.close();
  consumers.join();
  EXPECT_EQ(count, 2'000);
  EXPECT_EQ(sum, 4 * 500 * 501 / 2);
}

}  // namespace
