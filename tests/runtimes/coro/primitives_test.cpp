#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "runtimes/coro/barrier.hpp"
#include "runtimes/coro/event.hpp"
#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/mutex.hpp"
#include "runtimes/coro/scope.hpp"
#include "runtimes/coro/semaphore.hpp"

namespace coro {
namespace {

Task<> wait_for(Event& event, int& woken) {
  co_await event.wait();
  ++woken;
}

Task<> wake_three(Loop& loop, int& woken) {
  Event event;
  Scope scope(loop);
  for (int i = 0; i < 3; ++i) scope.spawn(wait_for(event, woken));
  co_await loop.yield();
  EXPECT_EQ(woken, 0);
  event.set();
  event.clear();
  co_await scope.join();
  EXPECT_FALSE(event.is_set());
}

TEST(Event, WakesEveryoneWhoWaited) {
  Loop loop;
  int woken = 0;
  loop.run(wake_three(loop, woken));
  EXPECT_EQ(woken, 3);
}

Task<> hold(Loop& loop, Mutex& mutex, std::string& log, char name) {
  const auto lock = co_await mutex.lock();
  log += name;
  for (int i = 0; i < 3; ++i) co_await loop.yield();
  log += name;
}

Task<> contend(Loop& loop, std::string& log) {
  Mutex mutex;
  Scope scope(loop);
  for (const char name : {'a', 'b', 'c'}) scope.spawn(hold(loop, mutex, log, name));
  co_await scope.join();
  EXPECT_FALSE(mutex.locked());
}

TEST(Mutex, IsHeldByOneAfterTheOtherInOrder) {
  Loop loop;
  std::string log;
  loop.run(contend(loop, log));
  EXPECT_EQ(log, "aabbcc");
}

Task<> take_permit(Loop& loop, Semaphore& semaphore, int& inside, int& most) {
  const auto permit = co_await semaphore.scoped();
  most = std::max(most, ++inside);
  co_await loop.yield();
  --inside;
}

Task<> crowd(Loop& loop, int& most) {
  Semaphore semaphore(3);
  int inside = 0;
  Scope scope(loop);
  for (int i = 0; i < 20; ++i) scope.spawn(take_permit(loop, semaphore, inside, most));
  co_await scope.join();
  EXPECT_EQ(semaphore.permits(), 3u);
}

TEST(Semaphore, LetsInAsManyAsItHasPermits) {
  Loop loop;
  int most = 0;
  loop.run(crowd(loop, most));
  EXPECT_EQ(most, 3);
}

Task<> acquire(Semaphore& semaphore, int& acquired) {
  co_await semaphore.acquire();
  ++acquired;
}

// `released_first`: the permit is handed over before the cancellation comes.
Task<> cancel_acquire(Loop& loop, bool released_first, int& acquired) {
  Semaphore semaphore(0);
  Scope scope(loop);
  scope.spawn(acquire(semaphore, acquired));
  co_await loop.yield();
  if (released_first) semaphore.release();
  scope.cancel();
  if (!released_first) semaphore.release();
  co_await scope.join();
  EXPECT_EQ(semaphore.permits() + static_cast<std::size_t>(acquired), 1u) << "no permit is lost";
}

TEST(Semaphore, LosesNoPermitToACancelledTask) {
  Loop loop;
  int acquired = 0;
  loop.run(cancel_acquire(loop, false, acquired));
  EXPECT_EQ(acquired, 0);
  loop.run(cancel_acquire(loop, true, acquired));
  EXPECT_EQ(acquired, 1);
}

Task<> walk(Loop& loop, Barrier& barrier, int rounds, std::vector<int>& arrived, int& last) {
  for (int round = 0; round < rounds; ++round) {
    ++arrived[static_cast<std::size_t>(round)];
    const bool was_last = co_await barrier.arrive_and_wait();
    last += was_last;
    EXPECT_EQ(arrived[static_cast<std::size_t>(round)], 5);
    co_await loop.yield();
  }
}

Task<> walk_together(Loop& loop, int& last) {
  Barrier barrier(5);
  std::vector<int> arrived(10);
  Scope scope(loop);
  for (int i = 0; i < 5; ++i) scope.spawn(walk(loop, barrier, 10, arrived, last));
  co_await scope.join();
}

TEST(Barrier, LetsNobodyPassBeforeAllHaveArrived) {
  Loop loop;
  int last = 0;
  loop.run(walk_together(loop, last));
  EXPECT_EQ(last, 10);
}

Task<> arrive(Barrier& barrier, int& passed) {
  co_await barrier.arrive_and_wait();
  ++passed;
}

Task<> cancel_one_of_two(Loop& loop, int& passed) {
  Barrier barrier(2);
  Scope given_up(loop), scope(loop);
  given_up.spawn(arrive(barrier, passed));
  co_await loop.yield();
  given_up.cancel();
  scope.spawn(arrive(barrier, passed));
  co_await given_up.join();
  co_await loop.yield();
  EXPECT_EQ(passed, 0) << "who was cancelled has not arrived";
  scope.spawn(arrive(barrier, passed));
  co_await scope.join();
}

TEST(Barrier, DoesNotCountWhoWasCancelled) {
  Loop loop;
  int passed = 0;
  loop.run(cancel_one_of_two(loop, passed));
  EXPECT_EQ(passed, 2);
}

}  // namespace
}  // namespace coro
