#include "runtimes/coro/offload.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <memory>
#include <semaphore>
#include <stdexcept>
#include <thread>
#include <vector>

#include "runtimes/coro/event.hpp"
#include "runtimes/coro/gather.hpp"
#include "runtimes/coro/remote.hpp"
#include "runtimes/coro/scope.hpp"
#include "tests/runtimes/coro/pollers.hpp"
#include "tests/runtimes/coro/wait_for.hpp"

namespace coro {
namespace {

using namespace std::chrono_literals;
using test::wait_for;

Task<int> offload_square(ThreadPool& pool, int value) {
  const auto here_before = std::this_thread::get_id();
  auto boxed = co_await offload(pool, [value] { return std::make_unique<int>(value * value); });
  EXPECT_EQ(std::this_thread::get_id(), here_before);
  co_return *boxed;
}

Task<int> sum_of_squares(ThreadPool& pool, int count) {
  std::vector<Task<int>> tasks;
  for (int i = 1; i <= count; ++i) tasks.push_back(offload_square(pool, i));
  int sum = 0;
  for (const int square : co_await gather(std::move(tasks))) sum += square;
  co_return sum;
}

class Offloading : public test::OnEachPoller {};
INSTANTIATE_TEST_SUITE_P(On, Offloading, test::each_poller(), test::poller_name);

TEST_P(Offloading, ReturnsWhatThreadsHaveComputed) {
  ThreadPool pool(3);
  Loop loop(GetParam());
  EXPECT_EQ(loop.run(sum_of_squares(pool, 1)), 1);
  EXPECT_EQ(loop.run(sum_of_squares(pool, 500)), 41'791'750);
}

Task<> offload_failure(ThreadPool& pool) {
  co_await offload(pool, [] { throw std::runtime_error("on a thread"); });
}

TEST_P(Offloading, ThrowsWhatTheFunctionThrows) {
  ThreadPool pool(1);
  Loop loop(GetParam());
  EXPECT_THROW(loop.run(offload_failure(pool)), std::runtime_error);
}

Task<> call(ThreadPool& pool, std::atomic<int>& calls) {
  co_await offload(pool, [&] { ++calls; });
}

Task<> block(ThreadPool& pool, std::binary_semaphore& begun, std::binary_semaphore& go) {
  co_await offload(pool, [&] {
    begun.release();
    go.acquire();
  });
}

// The pool's only thread is kept busy until everything behind it has been cancelled.
Task<> cancel_queued(Loop& loop, ThreadPool& pool, std::atomic<int>& calls) {
  std::binary_semaphore begun(0), go(0);
  Scope blocking(loop), queued(loop);
  blocking.spawn(block(pool, begun, go));
  co_await loop.yield();
  begun.acquire();
  for (int i = 0; i < 3; ++i) queued.spawn(call(pool, calls));
  co_await loop.yield();
  queued.cancel();
  co_await queued.join();
  go.release();
  co_await blocking.join();
}

TEST_P(Offloading, CancelledInTheQueueIsNeverCalled) {
  ThreadPool pool(1);
  Loop loop(GetParam());
  std::atomic<int> calls = 0;
  loop.run(cancel_queued(loop, pool, calls));
  EXPECT_EQ(calls, 0);
}

Task<> work_until_stopped(ThreadPool& pool, std::latch& begun, int& result) {
  result = co_await offload(pool, [&](const std::stop_token& stop) {
    begun.count_down();
    while (!stop.stop_requested()) std::this_thread::yield();
    return 7;
  });
}

Task<> stop_running(Loop& loop, ThreadPool& pool, int& result) {
  std::latch begun(1);
  Scope scope(loop);
  scope.spawn(work_until_stopped(pool, begun, result));
  co_await loop.yield();
  begun.wait();
  scope.cancel();
  co_await scope.join();
}

TEST_P(Offloading, ThatRunsHearsOfItsCancellationAndLosesNoResult) {
  ThreadPool pool(1);
  Loop loop(GetParam());
  int result = 0;
  loop.run(stop_running(loop, pool, result));
  EXPECT_EQ(result, 7);
}

class Remotes : public test::OnEachPoller {};
INSTANTIATE_TEST_SUITE_P(On, Remotes, test::each_poller(), test::poller_name);

TEST_P(Remotes, CallsOnTheLoopsThreadInOrder) {
  Loop loop(GetParam());
  Event done;
  Remote remote(loop);
  std::vector<int> got;
  const std::jthread sender([&] {
    for (int i = 0; i < 1000; ++i) remote.post([&got, i] { got.push_back(i); });
    remote.post([&] { done.set(); });
  });
  loop.run(wait_for(done));
  ASSERT_EQ(got.size(), 1000u);
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(got[static_cast<std::size_t>(i)], i);
}

TEST_P(Remotes, TakesPostsOfManyThreads) {
  Loop loop(GetParam());
  Event done;
  Remote remote(loop);
  int left = 4000;
  std::vector<std::jthread> senders;
  for (int i = 0; i < 4; ++i)
    senders.emplace_back([&] {
      for (int j = 0; j < 1000; ++j)
        remote.post([&] {
          if (--left == 0) done.set();
        });
    });
  loop.run(wait_for(done));
  EXPECT_EQ(left, 0);
}

TEST_P(Remotes, DropsWhatIsPostedToALoopThatEnds) {
  const auto shared = std::make_shared<int>(1);
  {
    Loop loop(GetParam());
    Remote remote(loop);
    remote.post([shared] { FAIL() << "nobody runs the loop"; });
  }
  EXPECT_EQ(shared.use_count(), 1);
}

}  // namespace
}  // namespace coro
