// A fixed number of threads that share one queue: a deque under a mutex, first in, first out. That
// is what most programs have, and it is an honest cost of this model: every submit and every take
// meets the others at that lock.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "runtimes/threads/first_exception.hpp"
#include "runtimes/threads/job.hpp"
#include "runtimes/threads/task.hpp"

namespace threads {

class Pool {
 public:
  explicit Pool(unsigned workers);
  // Finishes all that was submitted; an exception that nobody waited for is dropped.
  ~Pool();
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  // Any thread, workers among them. The task and what it captured are gone once it counts as done.
  template <Task Body>
  void submit(Body&& body) {
    enqueue(Job(std::forward<Body>(body)));
  }

  // Returns when all that was submitted is done, including what tasks submitted; rethrows the first
  // exception since the last wait. Not for workers: one that waits for itself waits for ever.
  void wait();

 private:
  void enqueue(Job job);
  void work(std::size_t worker);
  void run(Job job) noexcept;
  void close() noexcept;

  std::mutex mutex_;  // guards the four below
  std::condition_variable submitted_, all_done_;
  std::deque<Job> queue_;
  std::size_t unfinished_ = 0;  // queued and running
  bool closed_ = false;         // workers leave once the queue is empty

  FirstException failure_;
  std::vector<std::jthread> workers_;  // last: joined before what they use goes
};

}  // namespace threads
