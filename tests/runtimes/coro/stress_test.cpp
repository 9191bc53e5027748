// Random trees of tasks that wait for everything there is, cancelled and timed out at random: nothing may
// leak, hang, be lost or be duplicated. The seed is fixed, the interleaving follows from it and the clock.
#include <gtest/gtest.h>

#include <random>
#include <set>

#include "runtimes/coro/channel.hpp"
#include "runtimes/coro/gather.hpp"
#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/mutex.hpp"
#include "runtimes/coro/offload.hpp"
#include "runtimes/coro/race.hpp"
#include "runtimes/coro/scope.hpp"
#include "runtimes/coro/timeout.hpp"
#include "tests/runtimes/coro/counted.hpp"
#include "tests/runtimes/coro/pollers.hpp"

namespace coro {
namespace {

using test::Counted;

struct World {
  World(Polling polling, unsigned seed) : loop(polling), random(seed) {}
  unsigned below(unsigned limit) { return static_cast<unsigned>(random() % limit); }
  Loop::Clock::duration moment() { return std::chrono::nanoseconds(below(2000)); }

  Loop loop;
  ThreadPool pool{2};
  std::mt19937 random;
  Channel<int> channel{3};
  Mutex mutex;
  Semaphore semaphore{2};
  int next_item = 0, pushed = 0, inside = 0;
  std::multiset<int> in_flight;
};

Task<> push_one(World& world) {
  int item = world.next_item++;
  world.in_flight.insert(item);
  try {
    co_await world.channel.push(std::move(item));
    ++world.pushed;
  } catch (const Cancelled&) {
    world.in_flight.erase(item);  // it was not taken, so that nobody may get it
    throw;
  }
}

Task<> pop_one(World& world) {
  const auto item = co_await world.channel.pop();
  if (!item) throw std::logic_error("nobody closes this channel");
  EXPECT_EQ(world.in_flight.erase(*item), 1u) << "exactly those that were pushed, each once";
}

Task<> lock(World& world) {
  const auto held = co_await world.mutex.lock();
  EXPECT_EQ(++world.inside, 1);
  struct Leave {
    int& inside;
    ~Leave() { --inside; }
  } const leave{world.inside};
  co_await world.loop.sleep_for(world.moment());
}

Task<> act(World& world, int depth, Counted = {});

Task<> spawn_some(World& world, int depth) {
  Scope scope(world.loop);
  for (unsigned i = world.below(4); i > 0; --i) scope.spawn(act(world, depth - 1));
  bool cancelled = false;
  try {
    if (world.below(2) == 0) co_await world.loop.yield();
  } catch (const Cancelled&) {
    cancelled = true;
  }
  if (cancelled || world.below(3) == 0) scope.cancel();
  co_await scope.join();
  if (cancelled) throw Cancelled();
}

Task<> hurry(World& world, int depth) {
  try {
    co_await with_timeout(act(world, depth - 1), world.moment());
  } catch (const TimedOut&) {
  }
}

Task<> fail_sometimes(World& world) {
  co_await world.loop.yield();
  if (world.below(4) == 0) throw std::runtime_error("at random");
}

Task<> gather_some(World& world, int depth) {
  try {
    co_await gather(act(world, depth - 1), fail_sometimes(world), act(world, depth - 1));
  } catch (const std::runtime_error&) {
  }
}

Task<> race_some(World& world, int depth) { co_await race(act(world, depth - 1), act(world, depth - 1)); }

Task<> go_to_thread(World& world) {
  const int value = co_await offload(world.pool, [] { return 7; });
  EXPECT_EQ(value, 7);
}

Task<> take_permit(World& world) {
  const auto permit = co_await world.semaphore.scoped();
  co_await world.loop.yield();
}

Task<> act(World& world, int depth, Counted) {
  switch (world.below(depth > 0 ? 10 : 6)) {
    case 0:
      co_return co_await push_one(world);
    case 1:
      co_return co_await pop_one(world);
    case 2:
      co_return co_await lock(world);
    case 3:
      co_return co_await world.loop.sleep_for(world.moment());
    case 4:
      co_return co_await take_permit(world);
    case 5:
      co_return co_await go_to_thread(world);
    case 6:
      co_return co_await spawn_some(world, depth);
    case 7:
      co_return co_await hurry(world, depth);
    case 8:
      co_return co_await gather_some(world, depth);
    default:
      co_return co_await race_some(world, depth);
  }
}

// What waits for ever is ended by the timeout.
Task<> one_round(World& world) {
  try {
    co_await with_timeout(act(world, 4), std::chrono::microseconds(30));
  } catch (const TimedOut&) {
  } catch (const Cancelled&) {  // of those in a race with nobody left to win it
  }
}

class Stress : public test::OnEachPoller {};
INSTANTIATE_TEST_SUITE_P(On, Stress, test::each_poller(), test::poller_name);

TEST_P(Stress, TenThousandRandomTrees) {
  World world(GetParam(), 444);
  for (int round = 0; round < 10'000; ++round) {
    world.loop.run(one_round(world));
    ASSERT_EQ(Counted::active, 0) << "round " << round;
    ASSERT_TRUE(world.loop.timers().empty());
    ASSERT_EQ(world.in_flight.size(), world.channel.size());
    ASSERT_EQ(world.semaphore.permits(), 2u);
    ASSERT_FALSE(world.mutex.locked());
  }
  EXPECT_GT(world.pushed, 100);
}

}  // namespace
}  // namespace coro
