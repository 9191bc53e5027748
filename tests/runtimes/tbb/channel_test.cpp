#include "runtimes/tbb/channel.hpp"

#include <gtest/gtest.h>
#include <oneapi/tbb/task_group.h>

#include <atomic>
#include <memory>

#include "runtimes/tbb/arena.hpp"

namespace {

using onetbb::Channel;
using onetbb::ChannelClosed;

// Every test with one worker, whom a task that waits must not hold, and two.
class TbbChannel : public testing::TestWithParam<unsigned> {
 protected:
  template <class Spawn>
  void run(Spawn spawn) {
    arena.execute([&] {
      tbb::task_group group;
      spawn(group);
      group.wait();
    });
  }

  onetbb::Arena arena{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Workers, TbbChannel, testing::Values(1u, 2u));

TEST_P(TbbChannel, HandsItemsOnInTheirOrder) {
  Channel<int> channel(3);
  for (int item = 0; item < 3; ++item) channel.push(item);
  for (int item = 0; item < 3; ++item) EXPECT_EQ(channel.pop(), item);
}

TEST_P(TbbChannel, MovesWhatCannotBeCopied) {
  Channel<std::unique_ptr<int>> channel(1);
  channel.push(std::make_unique<int>(5));
  EXPECT_EQ(**channel.pop(), 5);
}

TEST_P(TbbChannel, NeedsRoomForAnItem) { EXPECT_THROW(Channel<int>(0), std::invalid_argument); }

// Whatever has been pushed and not popped is inside: never more than two, whenever one looks.
TEST_P(TbbChannel, HoldsNoMoreThanItsCapacity) {
  Channel<int> channel(2);
  std::atomic<int> pushed = 0;
  run([&](tbb::task_group& group) {
    group.run([&] {
      for (int item = 0; item < 1'000; ++item) {
        channel.push(item);
        ++pushed;
      }
    });
    group.run([&] {
      for (int popped = 0; popped < 1'000; ++popped) {
        EXPECT_LE(pushed - popped, 2);
        EXPECT_EQ(channel.pop(), popped);
      }
    });
  });
}

TEST_P(TbbChannel, WhatIsInsideCanStillBePoppedOnceItIsClosed) {
  Channel<int> channel(2);
  channel.push(1);
  channel.close();
  EXPECT_EQ(channel.pop(), 1);
  EXPECT_EQ(channel.pop(), std::nullopt);
  EXPECT_THROW(channel.push(2), ChannelClosed);
}

TEST_P(TbbChannel, ClosingEndsAPushThatWaits) {
  Channel<int> channel(1);
  channel.push(1);
  run([&](tbb::task_group& group) {
    group.run([&] { EXPECT_THROW(channel.push(2), ChannelClosed); });
    group.run([&] { channel.close(); });
  });
  EXPECT_EQ(channel.pop(), 1);
  EXPECT_EQ(channel.pop(), std::nullopt);
}

// More tasks wait than there are workers: this ends only if none holds one.
TEST_P(TbbChannel, ClosingEndsEveryPopThatWaits) {
  Channel<int> channel(1);
  std::atomic<int> ended = 0;
  run([&](tbb::task_group& group) {
    for (int consumer = 0; consumer < 10; ++consumer) {
      group.run([&] {
        EXPECT_EQ(channel.pop(), std::nullopt);
        ++ended;
      });
    }
    group.run([&] { channel.close(); });
  });
  EXPECT_EQ(ended, 10);
}

// Through a single place, so that nearly every push and pop waits: a wake-up that is lost hangs the test.
TEST_P(TbbChannel, EveryItemOfFourProducersReachesOneOfFourConsumers) {
  Channel<int> channel(1);
  std::atomic<int> sum = 0, count = 0;
  arena.execute([&] {
    tbb::task_group producers, consumers;
    for (int consumer = 0; consumer < 4; ++consumer) {
      consumers.run([&] {
        while (const auto item = channel.pop()) sum += *item, ++count;
      });
    }
    for (int producer = 0; producer < 4; ++producer) {
      producers.run([&] {
        for (int item = 1; item <= 500; ++item) channel.push(item);
      });
    }
    producers.wait();
    channel.close();
    consumers.wait();
  });
  EXPECT_EQ(count, 2'000);
  EXPECT_EQ(sum, 4 * 500 * 501 / 2);
}

}  // namespace
