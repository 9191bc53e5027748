// What a contestant tells about its tasks while it runs. A task is a number from 0 to Workload::tasks() - 1,
// and only one thread at a time speaks for it.
#pragma once

#include <chrono>
#include <cstddef>

#include "benchmarks/harness/journal.hpp"

namespace simul {

// The timed pass: no instrumentation, not even a branch.
struct Silent {
  void begin(std::size_t) {}
  void wait(std::size_t, std::chrono::nanoseconds) {}
  void wake(std::size_t) {}
  void block(std::size_t) {}
  void acquire(std::size_t) {}
  void end(std::size_t) {}
};

// The observed pass: every moment goes into the journal.
class Observer {
 public:
  explicit Observer(Journal& journal) : journal_(&journal) {}

  void begin(std::size_t task) { journal_->note(task, Moment::begin); }
  // A wait begins that should last `nominal`: say so before the deadline is computed, or a wake-up on time
  // would look early. wake() is its end, whenever the runtime got round to it.
  void wait(std::size_t task, std::chrono::nanoseconds nominal) {
    journal_->note(task, Moment::wait, nominal);
  }
  void wake(std::size_t task) { journal_->note(task, Moment::wake); }
  // The task asks for something that only one may have (a lock, the grandmaster); acquire() is when it got
  // it.
  void block(std::size_t task) { journal_->note(task, Moment::block); }
  void acquire(std::size_t task) { journal_->note(task, Moment::acquire); }
  void end(std::size_t task) { journal_->note(task, Moment::end); }

 private:
  Journal* journal_;  // lives in the harness, longer than the contestant
};

}  // namespace simul
