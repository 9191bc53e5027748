// A task each, and one of oneTBB's mutexes with its scoped_lock. As many tasks want the lock at a time as there are
// workers: the others have not begun. `tbb` and `tbb_queuing` differ in the mutex.
// https://oneapi-spec.uxlfoundation.org (oneTBB, mutual exclusion)
#pragma once

#include <oneapi/tbb/task_group.h>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/sync/mutex/workload.hpp"
#include "runtimes/tbb/arena.hpp"

namespace contention {

template <class Probe, class Mutex>
class InArena {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  InArena(const Parameters& p, unsigned workers, Probe&) : p_(p), arena_(workers) {}

  Answer run(std::uint64_t nonce) {
    Answer answer{start(nonce), std::vector<Visits>(p_.count())};
    Mutex mutex;
    arena_.execute([&] {
      tbb::task_group tasks;
      for (std::size_t task = 0; task < p_.count(); ++task)
        tasks.run([&, task] {
          Visitor visitor(p_, nonce, task);
          while (!visitor.over()) turn(mutex, answer.guarded, visitor);
          answer.visits[task] = visitor.visits();
        });
      tasks.wait();
    });
    return answer;
  }

 private:
  static void turn(Mutex& mutex, Guarded& guarded, Visitor& visitor) {
    visitor.ask();
    {
      const typename Mutex::scoped_lock lock(mutex);
      visitor.come_in(guarded);
      visitor.leave(guarded);
    }
    visitor.rest();
  }

  const Parameters& p_;
  onetbb::Arena arena_;
};

}  // namespace contention
