// Timers for programs of threads: one thread with a heap of deadlines calls what is due. The standard
// library has none. A timer that is cancelled leaves its place in the heap at once only if it lies on top;
// when more than half of the heap is dead it is built anew, so that to cancel costs O(1) in the mean
// (as in CPython's asyncio, base_events.py).
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "runtimes/threads/first_exception.hpp"
#include "runtimes/threads/job.hpp"
#include "runtimes/threads/task.hpp"

namespace threads {

class Timers {
 public:
  using Clock = std::chrono::steady_clock;

  // Of one timer; never of another one, however many there were.
  struct Ticket {
    std::size_t slot;
    std::uint64_t number;
  };

  Timers();
  ~Timers();  // what is pending is never called; what is being called ends first
  Timers(const Timers&) = delete;
  Timers& operator=(const Timers&) = delete;

  // Any thread. The body is called once, at `due` or later and never earlier, on the timers' own thread:
  // one that blocks holds up all others. Two with the same deadline come in the order of their calls.
  template <Task Body>
  Ticket call_at(Clock::time_point due, Body&& body) {
    return add(due, Job(std::forward<Body>(body)));
  }

  // Any thread, the body itself among them. False: too late, it has begun, or was cancelled before.
  bool cancel(Ticket ticket);

  // Returns when every timer has been called or cancelled; rethrows the first exception of a body since
  // the last wait. Not for bodies: one that waits for itself waits for ever.
  void wait();

 private:
  struct Entry {
    Clock::time_point due;
    Ticket ticket;
    bool operator>(const Entry& other) const noexcept {
      return due == other.due ? ticket.number > other.ticket.number : due > other.due;
    }
  };
  struct Slot {
    std::uint64_t number = 0;  // of the timer in it; 0: free
    std::optional<Job> job{};
  };

  Ticket add(Clock::time_point due, Job job);
  void run();
  void call_first(std::unique_lock<std::mutex>& lock);
  bool alive(const Entry& entry) const { return slots_[entry.ticket.slot].number == entry.ticket.number; }
  void drop_dead();
  void pop();
  Job vacate(std::size_t slot);
  void one_less();

  std::mutex mutex_;  // guards all that follows but the thread
  std::condition_variable changed_, none_left_;
  std::vector<Entry> heap_;  // the first due is in front; some are dead
  std::vector<Slot> slots_;
  std::vector<std::size_t> free_slots_;
  std::size_t dead_ = 0;        // entries of the heap whose timer was cancelled
  std::size_t unfinished_ = 0;  // timers pending, or being called
  std::uint64_t last_number_ = 0;
  bool ending_ = false;
  FirstException failure_;
  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace threads
