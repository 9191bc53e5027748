// oneTBB with a stated number of threads, whatever the affinity mask or another arena would give it.
#pragma once

#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/task_arena.h>
#include <oneapi/tbb/task_scheduler_observer.h>
#include <oneapi/tbb/version.h>

#include <cstddef>
#include <stdexcept>
#include <utility>

#include "runtimes/os/linked.hpp"
#include "runtimes/os/placement.hpp"

namespace onetbb {

inline const os::Linked linked{"oneTBB", TBB_runtime_version()};

// The thread that calls execute() is one of the workers: it runs tasks while it waits, and sleeps in the
// kernel when there are none. `workers` - 1 threads of oneTBB's own join it.
class Arena {
 public:
  explicit Arena(unsigned workers)
      : control_(tbb::global_control::max_allowed_parallelism, at_least_one(workers)),
        arena_(static_cast<int>(workers)),
        placement_(arena_) {
    arena_.initialize();
  }

  // Runs `body` in the arena, on this thread; rethrows what it throws. Tasks that it spawned and did not
  // wait for are not waited for here either.
  template <class Body>
  decltype(auto) execute(Body&& body) {
    return arena_.execute(std::forward<Body>(body));
  }

  unsigned workers() const { return static_cast<unsigned>(arena_.max_concurrency()); }
  tbb::task_arena& raw() noexcept { return arena_; }

 private:
  // Places a thread when it enters: oneTBB has no other moment at which a worker starts.
  class Placement : public tbb::task_scheduler_observer {
   public:
    explicit Placement(tbb::task_arena& arena) : task_scheduler_observer(arena) { observe(os::placing()); }
    ~Placement() override { observe(false); }
    void on_scheduler_entry(bool) override {
      os::place(static_cast<std::size_t>(tbb::this_task_arena::current_thread_index()));
    }
  };

  static std::size_t at_least_one(unsigned workers) {
    if (workers == 0) throw std::invalid_argument("onetbb::Arena: no workers");
    return workers;
  }

  tbb::global_control control_;  // before the arena: oneTBB sizes its pool when the first arena appears
  tbb::task_arena arena_;
  Placement placement_;  // last: it observes the arena
};

}  // namespace onetbb
