// oneTBB has no timers: one thread with a heap of deadlines resumes suspended tasks when they are due.
#pragma once

#include <oneapi/tbb/task.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <queue>
#include <thread>
#include <vector>

namespace onetbb {

class Alarm {
 public:
  using Clock = std::chrono::steady_clock;

  Alarm();
  Alarm(const Alarm&) = delete;
  Alarm& operator=(const Alarm&) = delete;
  ~Alarm();  // no task may be asleep

  // Called in a task: suspends it, its thread goes on with other tasks. Never returns early; returns on
  // whichever thread of the arena took the task up again.
  void sleep_until(Clock::time_point due);

 private:
  struct Sleeper {
    Clock::time_point due;
    tbb::task::suspend_point task;
    bool operator>(const Sleeper& other) const noexcept { return due > other.due; }
  };

  void add(Sleeper sleeper);
  void run();
  void wait(std::unique_lock<std::mutex>& lock);
  std::vector<tbb::task::suspend_point>& take_due();

  std::mutex mutex_;
  std::condition_variable changed_;  // the earliest deadline is a new one, or the end has come
  std::priority_queue<Sleeper, std::vector<Sleeper>, std::greater<>> sleepers_;
  bool ending_ = false;
  std::vector<tbb::task::suspend_point> due_;  // the alarm's thread's own; kept for its memory
  std::jthread thread_;                        // last: it uses all of the above
};

}  // namespace onetbb
