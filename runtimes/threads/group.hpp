// A thread per task: all of them have ended when join() returns, or the group's scope does.
#pragma once

#include <cstddef>
#include <thread>
#include <utility>
#include <vector>

#include "runtimes/os/placement.hpp"
#include "runtimes/threads/first_exception.hpp"
#include "runtimes/threads/task.hpp"

namespace threads {

class Group {
 public:
  // `expected` threads are spawned without moving those that run already to a larger vector.
  explicit Group(std::size_t expected = 0) { threads_.reserve(expected); }

  // The body is copied or moved into its thread; what it refers to must outlive the join. If the
  // system refuses another thread (std::system_error, EAGAIN), those that run are joined first.
  // Called by the group's owner only: a body that spawns makes a group of its own.
  template <Task Body>
  void spawn(Body&& body);

  // Rethrows the first exception that left a body; the group can then be used again.
  void join();

 private:
  FirstException failure_;  // the threads report here until they end: declared before them
  std::vector<std::jthread> threads_;
};

template <Task Body>
void Group::spawn(Body&& body) {
  auto run = [this, worker = threads_.size(), task = std::forward<Body>(body)]() mutable {
    os::place(worker);
    try {
      task();
    } catch (...) {
      failure_.keep(std::current_exception());
    }
  };
  try {
    threads_.emplace_back(std::move(run));
  } catch (...) {
    threads_.clear();
    throw;
  }
}

}  // namespace threads
