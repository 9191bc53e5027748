#include "runtimes/tbb/arena.hpp"

#include <gtest/gtest.h>
#include <oneapi/tbb/parallel_for.h>

#include <chrono>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>

namespace {

class Threads {
 public:
  void note_this() {
    const std::scoped_lock lock(mutex_);
    ids_.insert(std::this_thread::get_id());
  }
  std::size_t count() {
    const std::scoped_lock lock(mutex_);
    return ids_.size();
  }

 private:
  std::mutex mutex_;
  std::set<std::thread::id> ids_;
};

class EachNumberOfWorkers : public testing::TestWithParam<unsigned> {};
INSTANTIATE_TEST_SUITE_P(TbbArena, EachNumberOfWorkers, testing::Values(1u, 2u, 5u, 64u));

// oneTBB may miss to wake a worker for one burst of tasks, so bursts follow until all have been seen.
TEST_P(EachNumberOfWorkers, AreAllUsedAndNoMore) {
  onetbb::Arena arena(GetParam());
  Threads threads;
  const auto burst = [&] {
    tbb::parallel_for(0, 100, [&](int) {
      threads.note_this();
      std::this_thread::sleep_for(std::chrono::microseconds(50));
    });
  };
  do arena.execute(burst);
  while (threads.count() < GetParam());
  arena.execute(burst);
  EXPECT_EQ(threads.count(), GetParam());
  EXPECT_EQ(arena.workers(), GetParam());
}

TEST(TbbArena, ExecuteRunsOnTheCallingThreadAndReturnsTheResult) {
  onetbb::Arena arena(2);
  EXPECT_EQ(arena.execute([] { return std::this_thread::get_id(); }), std::this_thread::get_id());
}

TEST(TbbArena, ExecuteRethrows) {
  onetbb::Arena arena(2);
  const auto fail = [&] { arena.execute([] { throw std::runtime_error("in the arena"); }); };
  EXPECT_THROW(fail(), std::runtime_error);
}

TEST(TbbArena, RefusesToHaveNoWorkers) { EXPECT_THROW(onetbb::Arena(0), std::invalid_argument); }

}  // namespace
