// A bounded queue between tasks. oneTBB's concurrent_bounded_queue blocks the thread of whoever finds it full or empty,
// and no other task gets that thread; here the task suspends itself. First in, first out; who waits is resumed in the
// order of waiting, but may find that somebody else was faster.
#pragma once

#include <oneapi/tbb/task.h>

#include <concepts>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <utility>

namespace onetbb {

// Thrown by push to a channel that is closed, or was closed while push waited. The item was not taken.
struct ChannelClosed : std::logic_error {
  ChannelClosed() : std::logic_error("onetbb::Channel: push after close") {}
};

template <class T>
class Channel {
 public:
  // Throws std::invalid_argument for a capacity of 0, with which every push would wait for ever.
  explicit Channel(std::size_t capacity) : capacity_(capacity) {
    if (capacity == 0) throw std::invalid_argument("onetbb::Channel: no capacity");
  }
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  // Called in a task: suspends it until there is room. It may go on on another thread of the arena.
  void push(T item) {
    std::unique_lock lock(mutex_);
    wait(lock, pushers_, [this] { return closed_ || items_.size() < capacity_; });
    if (closed_) throw ChannelClosed();
    items_.push_back(std::move(item));
    resume_first(lock, poppers_);
  }

  // Called in a task: suspends it until there is an item; nothing when the channel is closed and empty.
  std::optional<T> pop() {
    std::unique_lock lock(mutex_);
    wait(lock, poppers_, [this] { return closed_ || !items_.empty(); });
    if (items_.empty()) return std::nullopt;
    std::optional<T> item(std::move(items_.front()));
    items_.pop_front();
    resume_first(lock, pushers_);
    return item;
  }

  // Any thread. Whoever waits goes on: what is inside can still be popped, nothing can be pushed.
  void close() {
    std::unique_lock lock(mutex_);
    closed_ = true;
    Waiting all = std::exchange(poppers_, {});
    all.insert(all.end(), pushers_.begin(), pushers_.end());
    pushers_.clear();
    lock.unlock();
    for (const auto task : all) tbb::task::resume(task);
  }

 private:
  using Waiting = std::deque<tbb::task::suspend_point>;

  // The lock is not held while the task is suspended: it may be taken up by another thread, and a mutex is unlocked by
  // the one that locked it. So the condition is looked at once more before the task is put on the list.
  void wait(std::unique_lock<std::mutex>& lock, Waiting& waiting, std::predicate auto over) {
    while (!over()) {
      lock.unlock();
      tbb::task::suspend([&](tbb::task::suspend_point task) {
        const std::scoped_lock again(mutex_);
        over() ? tbb::task::resume(task) : waiting.push_back(task);
      });
      lock.lock();
    }
  }

  void resume_first(std::unique_lock<std::mutex>& lock, Waiting& waiting) {
    if (waiting.empty()) return;
    const auto first = waiting.front();
    waiting.pop_front();
    lock.unlock();
    tbb::task::resume(first);
  }

  const std::size_t capacity_;
  std::mutex mutex_;  // guards all that follows
  std::deque<T> items_;
  Waiting pushers_, poppers_;
  bool closed_ = false;
};

}  // namespace onetbb
