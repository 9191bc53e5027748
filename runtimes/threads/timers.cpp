#include "runtimes/threads/timers.hpp"

#include <algorithm>
#include <functional>

namespace threads {

Timers::Timers() : thread_([this] { run(); }) {}

Timers::~Timers() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_one();
}

Timers::Ticket Timers::add(Clock::time_point due, Job job) {
  const std::lock_guard lock(mutex_);
  if (free_slots_.empty()) {
    free_slots_.push_back(slots_.size());
    slots_.emplace_back();
  }
  const Ticket ticket{free_slots_.back(), ++last_number_};
  heap_.push_back({due, ticket});
  std::ranges::push_heap(heap_, std::greater<>());
  free_slots_.pop_back();
  slots_[ticket.slot].number = ticket.number;
  slots_[ticket.slot].job.emplace(std::move(job));
  ++unfinished_;
  if (heap_.front().ticket.number == ticket.number) changed_.notify_one();
  return ticket;
}

bool Timers::cancel(Ticket ticket) {
  std::optional<Job> cancelled;  // destroyed without the lock: what it captured may use these timers
  const std::lock_guard lock(mutex_);
  if (slots_[ticket.slot].number != ticket.number) return false;
  cancelled.emplace(vacate(ticket.slot));
  ++dead_;
  drop_dead();
  one_less();
  return true;
}

void Timers::wait() {
  {
    std::unique_lock lock(mutex_);
    none_left_.wait(lock, [this] { return unfinished_ == 0; });
  }
  failure_.rethrow();
}

void Timers::run() {
  std::unique_lock lock(mutex_);
  while (!ending_) {
    if (heap_.empty()) {
      changed_.wait(lock);
    } else if (const auto due = heap_.front().due; due > Clock::now()) {
      changed_.wait_until(lock, due);
    } else {
      call_first(lock);
    }
  }
}

void Timers::call_first(std::unique_lock<std::mutex>& lock) {
  const bool called = alive(heap_.front());
  std::optional<Job> job;
  if (called)
    job.emplace(vacate(heap_.front().ticket.slot));
  else
    --dead_;
  pop();
  if (!called) return;
  lock.unlock();
  try {
    (*job)();
  } catch (...) {
    failure_.keep(std::current_exception());
  }
  job.reset();
  lock.lock();
  one_less();
}

void Timers::drop_dead() {
  if (dead_ * 2 > heap_.size()) {
    std::erase_if(heap_, [this](const Entry& entry) { return !alive(entry); });
    std::ranges::make_heap(heap_, std::greater<>());
    dead_ = 0;
  }
}

void Timers::pop() {
  std::ranges::pop_heap(heap_, std::greater<>());
  heap_.pop_back();
}

Job Timers::vacate(std::size_t slot) {
  Job job = std::move(*slots_[slot].job);
  slots_[slot].job.reset();
  slots_[slot].number = 0;
  free_slots_.push_back(slot);
  return job;
}

void Timers::one_less() {
  if (--unfinished_ == 0) none_left_.notify_all();
}

}  // namespace threads
