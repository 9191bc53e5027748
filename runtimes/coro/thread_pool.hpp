// A fixed number of threads for what would block the loop: `co_await offload(pool, f)`. First come, first
// served; serves any number of loops.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace coro {

// A piece of work that waits for a thread. Lies in the frame of the coroutine that awaits it.
class Job {
 public:
  virtual void work() noexcept = 0;  // on a thread of the pool; may end the job's life

 protected:
  ~Job() = default;

 private:
  friend class ThreadPool;
  Job* next_;
  Job* previous_;
};

class ThreadPool {
 public:
  explicit ThreadPool(unsigned threads);
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;
  ~ThreadPool();  // no job may be left

  void submit(Job& job);
  bool withdraw(Job& job);  // false: it has begun, or is done

 private:
  void serve(const std::stop_token& stop);
  Job* next_job(const std::stop_token& stop);
  void unlink(Job& job) noexcept;

  std::mutex mutex_;
  std::condition_variable_any submitted_;
  Job* first_ = nullptr;
  Job* last_ = nullptr;
  std::vector<std::jthread> threads_;  // the last to be made, the first to go
};

}  // namespace coro
