#include "runtimes/threads/pool.hpp"

#include <stdexcept>

#include "runtimes/os/placement.hpp"

namespace threads {

Pool::Pool(unsigned workers) {
  if (workers == 0) throw std::invalid_argument("threads::Pool: no workers");
  workers_.reserve(workers);
  try {
    while (workers_.size() < workers)
      workers_.emplace_back([this, worker = workers_.size()] { work(worker); });
  } catch (...) {
    close();  // or joining those that did start would never end
    throw;
  }
}

Pool::~Pool() { close(); }

// Notifying without the lock spares the woken thread a second wait, for the mutex. No wake-up is lost:
// whoever looks at the queue holds the lock until it waits. And the pool outlives the call: a worker
// that submits or finishes is joined before the pool goes.
void Pool::enqueue(Job job) {
  {
    const std::lock_guard lock(mutex_);
    queue_.push_back(std::move(job));
    ++unfinished_;
  }
  submitted_.notify_one();
}

void Pool::wait() {
  {
    std::unique_lock lock(mutex_);
    all_done_.wait(lock, [this] { return unfinished_ == 0; });
  }
  failure_.rethrow();
}

void Pool::work(std::size_t worker) {
  os::place(worker);
  std::unique_lock lock(mutex_);
  for (;;) {
    submitted_.wait(lock, [this] { return closed_ || !queue_.empty(); });
    if (queue_.empty()) return;
    Job job = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    run(std::move(job));
    lock.lock();
    if (--unfinished_ > 0) continue;
    lock.unlock();
    all_done_.notify_all();
    lock.lock();
  }
}

// Takes the job by value, so that it is destroyed before it counts as done.
void Pool::run(Job job) noexcept {
  try {
    job();
  } catch (...) {
    failure_.keep(std::current_exception());
  }
}

void Pool::close() noexcept {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  submitted_.notify_all();
}

}  // namespace threads
