#include "runtimes/coro/sleep.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <ranges>
#include <vector>

#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/scope.hpp"
#include "tests/runtimes/coro/pollers.hpp"

namespace coro {
namespace {

using namespace std::chrono_literals;
using Clock = Loop::Clock;

struct Wake {
  Clock::time_point armed, due, woke;
};

Task<> sleeper(Loop& loop, Clock::time_point due, std::vector<Wake>& wakes) {
  const auto armed = Clock::now();
  co_await loop.sleep_until(due);
  wakes.push_back({armed, due, Clock::now()});
}

// In the order in which they woke.
Task<std::vector<Wake>> sleep_all(Loop& loop, std::vector<Clock::duration> naps) {
  std::vector<Wake> wakes;
  Scope scope(loop);
  const auto start = Clock::now();
  for (const auto nap : naps) scope.spawn(sleeper(loop, start + nap, wakes));
  co_await scope.join();
  co_return wakes;
}

std::vector<Clock::duration> random_naps(std::size_t count, Clock::duration longest) {
  std::mt19937_64 random(444);
  std::vector<Clock::duration> naps(count);
  for (auto& nap : naps) nap = random() % static_cast<std::uint64_t>(longest.count()) * 1ns;
  return naps;
}

bool early(const Wake& wake) { return wake.woke < wake.due; }

// Those that were due only after the last had gone to sleep.
auto all_asleep(const std::vector<Wake>& wakes) {
  const auto last_armed = std::ranges::max(wakes, {}, &Wake::armed).armed;
  return std::views::filter(wakes, [=](const Wake& wake) { return wake.due > last_armed; });
}

class Sleeping : public test::OnEachPoller {};
INSTANTIATE_TEST_SUITE_P(On, Sleeping, test::each_poller(), test::poller_name);

TEST_P(Sleeping, TenThousandWakeAndNoneEarly) {
  Loop loop(GetParam());
  const auto wakes = loop.run(sleep_all(loop, random_naps(10'000, 50ms)));
  EXPECT_EQ(wakes.size(), 10'000u);
  EXPECT_EQ(std::ranges::count_if(wakes, early), 0);
}

TEST_P(Sleeping, WakesInOrderOfDeadline) {
  Loop loop(GetParam());
  const auto wakes = loop.run(sleep_all(loop, random_naps(1'000, 100ms)));
  EXPECT_TRUE(std::ranges::is_sorted(all_asleep(wakes), {}, &Wake::due));
}

TEST_P(Sleeping, UntilThePastReturnsAfterThoseWhoAreReady) {
  Loop loop(GetParam());
  const auto wakes = loop.run(sleep_all(loop, {-1h, 0ns, 1ns}));
  EXPECT_EQ(wakes.size(), 3u);
}

Task<Clock::duration> nap(Loop& loop, Clock::duration length) {
  const auto start = Clock::now();
  co_await loop.sleep_for(length);
  co_return Clock::now() - start;
}

TEST_P(Sleeping, ForLastsAtLeastThatLong) {
  Loop loop(GetParam());
  EXPECT_GE(loop.run(nap(loop, 2ms)), 2ms);
}

Task<> sleep_again_at_once(Loop& loop, const bool& stop) {
  while (!stop) co_await loop.sleep_until(Clock::time_point{});
}

Task<> set_after_yields(Loop& loop, bool& stop) {
  for (int i = 0; i < 100; ++i) co_await loop.yield();
  stop = true;
}

Task<> rearm_beside_others(Loop& loop) {
  bool stop = false;
  Scope scope(loop);
  scope.spawn(sleep_again_at_once(loop, stop));
  scope.spawn(set_after_yields(loop, stop));
  co_await scope.join();
}

TEST_P(Sleeping, ThatIsDueAgainAtOnceDoesNotHoldUpTheLoop) {
  Loop loop(GetParam());
  loop.run(rearm_beside_others(loop));
}

}  // namespace
}  // namespace coro
