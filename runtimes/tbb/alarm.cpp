#include "runtimes/tbb/alarm.hpp"

#include <cassert>

namespace onetbb {

Alarm::Alarm() : thread_([this] { run(); }) {}

Alarm::~Alarm() {
  const std::scoped_lock lock(mutex_);
  assert(sleepers_.empty() && "a task is asleep that nobody will wake");
  ending_ = true;
  changed_.notify_one();
}

void Alarm::sleep_until(Clock::time_point due) {
  if (due <= Clock::now()) return;
  tbb::task::suspend([this, due](tbb::task::suspend_point task) { add({.due = due, .task = task}); });
}

// Runs on the suspending thread. The task may be due before this returns: oneTBB lets nobody take it up
// until its stack has been left.
void Alarm::add(Sleeper sleeper) {
  const std::scoped_lock lock(mutex_);
  const bool earliest = sleepers_.empty() || sleeper.due < sleepers_.top().due;
  sleepers_.push(sleeper);
  if (earliest) changed_.notify_one();
}

void Alarm::run() {
  std::unique_lock lock(mutex_);
  while (!ending_) {
    if (take_due().empty()) {
      wait(lock);
    } else {
      lock.unlock();  // tasks that go to sleep meanwhile need not wait for those that wake
      for (const auto task : due_) tbb::task::resume(task);
      lock.lock();
    }
  }
}

void Alarm::wait(std::unique_lock<std::mutex>& lock) {
  if (sleepers_.empty()) return changed_.wait(lock);
  const auto due = sleepers_.top().due;  // a copy: the heap changes while we wait
  changed_.wait_until(lock, due);
}

std::vector<tbb::task::suspend_point>& Alarm::take_due() {
  due_.clear();
  for (const auto now = Clock::now(); !sleepers_.empty() && sleepers_.top().due <= now; sleepers_.pop())
    due_.push_back(sleepers_.top().task);
  return due_;
}

}  // namespace onetbb
