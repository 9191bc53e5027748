// A bounded queue between threads: a deque under a mutex, and a condition variable for either end, as in
// every textbook (monitors: C. A. R. Hoare, 1974). First in, first out; who waits is woken in no particular
// order.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <utility>

namespace threads {

// Thrown by push to a channel that is closed, or was closed while push waited. The item was not taken.
struct ChannelClosed : std::logic_error {
  ChannelClosed() : std::logic_error("threads::Channel: push after close") {}
};

template <class T>
class Channel {
 public:
  // Throws std::invalid_argument for a capacity of 0, with which every push would wait for ever.
  explicit Channel(std::size_t capacity) : capacity_(capacity) {
    if (capacity == 0) throw std::invalid_argument("threads::Channel: no capacity");
  }
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  // Any thread. Waits for room.
  void push(T item) {
    {
      std::unique_lock lock(mutex_);
      popped_.wait(lock, [this] { return closed_ || items_.size() < capacity_; });
      if (closed_) throw ChannelClosed();
      items_.push_back(std::move(item));
    }
    pushed_.notify_one();  // without the lock: who wakes need not wait for it
  }

  // Any thread. Waits for an item; nothing when the channel is closed and empty.
  std::optional<T> pop() {
    std::optional<T> item;
    {
      std::unique_lock lock(mutex_);
      pushed_.wait(lock, [this] { return closed_ || !items_.empty(); });
      if (items_.empty()) return std::nullopt;
      item.emplace(std::move(items_.front()));
      items_.pop_front();
    }
    popped_.notify_one();
    return item;
  }

  // Any thread. Whoever waits goes on: what is inside can still be popped, nothing can be pushed.
  void close() {
    {
      const std::lock_guard lock(mutex_);
      closed_ = true;
    }
    pushed_.notify_all();
    popped_.notify_all();
  }

 private:
  const std::size_t capacity_;
  std::mutex mutex_;  // guards the two below
  std::deque<T> items_;
  bool closed_ = false;
  std::condition_variable pushed_, popped_;
};

}  // namespace threads
