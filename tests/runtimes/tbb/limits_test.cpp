#include "runtimes/tbb/limits.hpp"

#include <gtest/gtest.h>
#include <oneapi/tbb/task_group.h>

#include <atomic>
#include <chrono>
#include <fstream>
#include <string>

#include "runtimes/tbb/alarm.hpp"
#include "runtimes/tbb/arena.hpp"

namespace {

using namespace std::chrono_literals;

std::size_t mappings() {
  std::ifstream maps("/proc/self/maps");
  std::size_t count = 0;
  for (std::string line; std::getline(maps, line);) ++count;
  return count;
}

// How many mappings the process has while this many tasks are suspended.
std::size_t mappings_with_suspended(int tasks) {
  onetbb::Arena arena(1);
  onetbb::Alarm alarm;
  std::atomic<int> arrived = 0;
  std::size_t counted = 0;
  arena.execute([&] {
    tbb::task_group group;
    for (int i = 0; i < tasks; ++i) {
      group.run([&] {
        if (++arrived == tasks) counted = mappings();
        while (arrived < tasks) alarm.sleep_until(onetbb::Alarm::Clock::now() + 1ms);
      });
    }
    group.wait();
  });
  return counted;
}

TEST(TbbLimits, LeaveRoomForEverySuspendedStack) {
  std::size_t allowed = 0;
  std::ifstream("/proc/sys/vm/max_map_count") >> allowed;
  // The slope between two sizes: what the process maps once, under a sanitizer more, is no task's.
  const auto few = mappings_with_suspended(500);
  const auto per_task = static_cast<double>(mappings_with_suspended(1500) - few) / 1000;
  EXPECT_LT(static_cast<double>(onetbb::most_suspended_tasks()) * per_task, static_cast<double>(allowed));
  EXPECT_GT(onetbb::most_suspended_tasks(), 1000u);
}

}  // namespace
