#include "runtimes/coro/channel.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <numeric>
#include <type_traits>
#include <vector>

#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/scope.hpp"
#include "tests/runtimes/coro/counted.hpp"

namespace coro {
namespace {

using test::Counted;
using Ints = Channel<int>;

Task<> produce(Ints& channel, int from, int count) {
  for (int i = from; i < from + count; ++i) co_await channel.push(int(i));
}

Task<> consume(Ints& channel, std::vector<int>& got) {
  while (auto item = co_await channel.pop()) {
    got.push_back(*item);
    channel.task_done();
  }
}

Task<std::vector<int>> pass_through(Loop& loop, std::size_t capacity, int producers, int consumers) {
  Ints channel(capacity);
  std::vector<int> got;
  Scope sources(loop), sinks(loop);
  for (int i = 0; i < producers; ++i) sources.spawn(produce(channel, 1000 * i, 1000));
  for (int i = 0; i < consumers; ++i) sinks.spawn(consume(channel, got));
  co_await sources.join();
  co_await channel.join();
  channel.close();
  co_await sinks.join();
  co_return got;
}

class ChannelOfCapacity : public testing::TestWithParam<std::size_t> {};

TEST_P(ChannelOfCapacity, KeepsTheOrder) {
  Loop loop;
  std::vector<int> expected(1000);
  std::iota(expected.begin(), expected.end(), 0);
  EXPECT_EQ(loop.run(pass_through(loop, GetParam(), 1, 1)), expected);
}

TEST_P(ChannelOfCapacity, LosesAndDuplicatesNothingAmongMany) {
  Loop loop;
  std::vector<int> got = loop.run(pass_through(loop, GetParam(), 4, 3));
  std::sort(got.begin(), got.end());
  std::vector<int> expected(4000);
  std::iota(expected.begin(), expected.end(), 0);
  EXPECT_EQ(got, expected);
}

INSTANTIATE_TEST_SUITE_P(Sizes, ChannelOfCapacity, testing::Values(0, 1, 3, 1024));

TEST(Channel, HandsItsItemsOverInMemoryAndNotInRegisters) {
  EXPECT_TRUE(std::is_trivially_copyable_v<std::optional<long>>) << "or Popped has no reason to be";
  EXPECT_FALSE(std::is_trivially_copyable_v<Popped<long>>);
}

Task<> push_closed(Ints& channel, bool& refused) {
  try {
    for (;;) co_await channel.push(1);
  } catch (const ChannelClosed&) {
    refused = true;
  }
}

Task<> close_on_pusher(Loop& loop, bool& refused) {
  Ints channel(2);
  Scope scope(loop);
  scope.spawn(push_closed(channel, refused));
  co_await loop.yield();
  channel.close();
  co_await scope.join();
  for (int i = 0; i < 2; ++i) {
    const auto item = co_await channel.pop();
    EXPECT_EQ(item, 1) << "what was taken before can still be popped";
  }
  const auto end = co_await channel.pop();
  EXPECT_EQ(end, std::nullopt);
}

TEST(Channel, RefusesAfterCloseAndGivesOutTheRest) {
  Loop loop;
  bool refused = false;
  loop.run(close_on_pusher(loop, refused));
  EXPECT_TRUE(refused);
}

struct Parcel {
  std::unique_ptr<int> content;
  Counted counted;
};

Task<> push_parcel(Channel<Parcel>& channel, Parcel& parcel) { co_await channel.push(std::move(parcel)); }

Task<> cancel_push(Loop& loop) {
  Channel<Parcel> channel(0);
  Parcel parcel{std::make_unique<int>(7), {}};
  Scope scope(loop);
  scope.spawn(push_parcel(channel, parcel));
  co_await loop.yield();
  scope.cancel();
  co_await scope.join();
  EXPECT_NE(parcel.content, nullptr) << "what was not taken is where it was";
}

TEST(Channel, LeavesTheItemWithACancelledPush) {
  Loop loop;
  loop.run(cancel_push(loop));
  EXPECT_EQ(Counted::active, 0);
}

Task<> pop_parcel(Channel<Parcel>& channel, Parcel& out) {
  auto item = co_await channel.pop();
  out = *std::move(item);
}

Task<> cancel_pop_after_hand_over(Loop& loop) {
  Channel<Parcel> channel(1);
  Parcel out;
  Scope scope(loop);
  scope.spawn(pop_parcel(channel, out));
  co_await loop.yield();
  Parcel parcel{std::make_unique<int>(7), {}};
  co_await channel.push(std::move(parcel));
  scope.cancel();
  co_await scope.join();
  EXPECT_EQ(*out.content, 7);
}

TEST(Channel, GivesWhatWasHandedOverToACancelledPop) {
  Loop loop;
  loop.run(cancel_pop_after_hand_over(loop));
  EXPECT_EQ(Counted::active, 0);
}

Task<> cancel_waiting_pop(Loop& loop) {
  Channel<Parcel> channel(1);
  Parcel out;
  Scope scope(loop);
  scope.spawn(pop_parcel(channel, out));
  co_await loop.yield();
  scope.cancel();
  Parcel parcel{std::make_unique<int>(7), {}};
  co_await channel.push(std::move(parcel));
  co_await scope.join();
  EXPECT_EQ(out.content, nullptr);
  EXPECT_EQ(channel.size(), 1u) << "it is for the next";
}

TEST(Channel, TakesNothingForACancelledPop) {
  Loop loop;
  loop.run(cancel_waiting_pop(loop));
  EXPECT_EQ(Counted::active, 0);
}

}  // namespace
}  // namespace coro
