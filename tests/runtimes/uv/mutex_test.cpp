#include "runtimes/uv/mutex.hpp"

#include <gtest/gtest.h>

#include <mutex>
#include <thread>
#include <vector>

namespace {

TEST(UvMutex, IsHadByOneAtATime) {
  uv::Mutex mutex;
  bool second = true;
  {
    const std::scoped_lock first(mutex);
    std::jthread([&] { second = mutex.try_lock(); }).join();
    EXPECT_FALSE(second);
  }
  std::jthread([&] {
    second = mutex.try_lock();
    if (second) mutex.unlock();
  }).join();
  EXPECT_TRUE(second);
}

TEST(UvMutex, GuardsWhatSeveralThreadsChange) {
  uv::Mutex mutex;
  int count = 0;  // plain: without the lock some increments would be lost, and it would be a data race
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i)
      threads.emplace_back([&] {
        for (int j = 0; j < 1'000; ++j) {
          const std::scoped_lock lock(mutex);
          ++count;
        }
      });
  }
  EXPECT_EQ(count, 4'000);
}

}  // namespace
