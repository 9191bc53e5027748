#include "runtimes/coro/async_generator.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>

#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/scope.hpp"
#include "tests/runtimes/coro/counted.hpp"

namespace coro {
namespace {

using test::Counted;

AsyncGenerator<int> count_to(Loop& loop, int last, Counted = {}) {
  Counted local;
  for (int i = 1; i <= last; ++i) {
    if (i % 3 == 0) co_await loop.yield();
    co_yield i;
  }
}

AsyncGenerator<int> squares(AsyncGenerator<int> numbers) {
  while (const int* number = co_await numbers.next()) co_yield *number** number;
}

Task<int> sum(AsyncGenerator<int> numbers, int at_most) {
  int total = 0;
  while (const auto* number = co_await numbers.next()) {
    if (total + *number > at_most) break;
    total += *number;
  }
  co_return total;
}

TEST(AsyncGenerator, YieldsOneItemAfterAnother) {
  Loop loop;
  EXPECT_EQ(loop.run(sum(count_to(loop, 100), 10'000)), 5050);
  EXPECT_EQ(Counted::active, 0);
}

TEST(AsyncGenerator, Chains) {
  Loop loop;
  EXPECT_EQ(loop.run(sum(squares(count_to(loop, 10)), 10'000)), 385);
  EXPECT_EQ(Counted::active, 0);
}

TEST(AsyncGenerator, ReleasesWhatItHoldsWhenTheConsumerBreaksOff) {
  Loop loop;
  EXPECT_EQ(loop.run(sum(squares(count_to(loop, 1'000'000)), 30)), 30);
  EXPECT_EQ(Counted::active, 0);
}

TEST(AsyncGenerator, AMillionItemsDoNotGrowTheStack) {
  Loop loop;
  EXPECT_GT(loop.run(sum(count_to(loop, 1'000'000), 1 << 30)), 0);
}

AsyncGenerator<std::unique_ptr<int>> boxes() {
  for (int i = 0; i < 3; ++i) co_yield std::make_unique<int>(i);
}

Task<int> open_boxes() {
  auto source = boxes();
  int total = 0;
  while (auto* box = co_await source.next()) {
    const std::unique_ptr<int> mine = std::move(*box);
    total += *mine;
  }
  EXPECT_EQ(co_await source.next(), nullptr) << "the end stays the end";
  co_return total;
}

TEST(AsyncGenerator, YieldsWhatCanOnlyBeMoved) {
  Loop loop;
  EXPECT_EQ(loop.run(open_boxes()), 3);
}

AsyncGenerator<int> fail_after_one() {
  co_yield 1;
  throw std::runtime_error("generated");
}

TEST(AsyncGenerator, ThrowsWhereTheItemIsAwaited) {
  Loop loop;
  EXPECT_THROW(loop.run(sum(fail_after_one(), 100)), std::runtime_error);
}

AsyncGenerator<int> sleep_then_yield(Loop& loop, Counted = {}) {
  co_await loop.sleep_for(std::chrono::hours(1));
  co_yield 1;
}

Task<> wait_for_item(Loop& loop, bool& cancelled) {
  auto items = sleep_then_yield(loop);
  try {
    co_await items.next();
  } catch (const Cancelled&) {
    cancelled = true;
  }
  EXPECT_EQ(co_await items.next(), nullptr);
}

Task<> cancel_consumer(Loop& loop, bool& cancelled) {
  Scope scope(loop);
  scope.spawn(wait_for_item(loop, cancelled));
  co_await loop.yield();
  scope.cancel();
  co_await scope.join();
}

TEST(AsyncGenerator, IsCancelledWithItsConsumer) {
  Loop loop;
  bool cancelled = false;
  loop.run(cancel_consumer(loop, cancelled));
  EXPECT_TRUE(cancelled);
  EXPECT_EQ(Counted::active, 0);
}

}  // namespace
}  // namespace coro
