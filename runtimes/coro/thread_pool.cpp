#include "runtimes/coro/thread_pool.hpp"

#include <utility>

#include "runtimes/os/placement.hpp"

namespace coro {

ThreadPool::ThreadPool(unsigned threads) {
  threads_.reserve(threads);
  for (unsigned i = 0; i < threads; ++i)
    threads_.emplace_back([this, i](const std::stop_token& stop) {
      os::place(i);
      serve(stop);
    });
}

ThreadPool::~ThreadPool() = default;

void ThreadPool::submit(Job& job) {
  {
    const std::scoped_lock lock(mutex_);
    job.next_ = nullptr;
    job.previous_ = std::exchange(last_, &job);
    (job.previous_ != nullptr ? job.previous_->next_ : first_) = &job;
  }
  submitted_.notify_one();
}

// A job that has begun has no neighbours and is not the first: `previous_` then points to itself.
bool ThreadPool::withdraw(Job& job) {
  const std::scoped_lock lock(mutex_);
  if (job.previous_ == &job) return false;
  unlink(job);
  return true;
}

void ThreadPool::serve(const std::stop_token& stop) {
  while (Job* job = next_job(stop)) job->work();
}

Job* ThreadPool::next_job(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  if (!submitted_.wait(lock, stop, [this] { return first_ != nullptr; })) return nullptr;
  Job& job = *first_;
  unlink(job);
  job.previous_ = &job;
  return &job;
}

void ThreadPool::unlink(Job& job) noexcept {
  (job.previous_ != nullptr ? job.previous_->next_ : first_) = job.next_;
  (job.next_ != nullptr ? job.next_->previous_ : last_) = job.previous_;
}

}  // namespace coro
