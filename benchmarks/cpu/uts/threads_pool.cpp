// `workers` threads and a queue of searches: after every portion a job goes on with one half of what is left
// and puts the other into the queue, for whoever has nothing to do. Work sharing, as in the OpenMP version of
// the benchmark.
#include <mutex>

#include "benchmarks/cpu/uts/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/threads/pool.hpp"

namespace uts {
namespace {

template <class Probe>
class ThreadsPool {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  ThreadsPool(const Parameters& p, unsigned workers, Probe&) : p_(p), pool_(workers) {}

  Tally run(std::uint64_t nonce) {
    all_ = {};
    submit(Search(p_, nonce, {root(p_)}));
    pool_.wait();
    return all_;
  }

 private:
  void submit(Search search) {
    pool_.submit([this, search = std::move(search)]() mutable { go_on(search); });
  }

  void go_on(Search& search) {
    Tally found;
    while (!search.done()) {
      search.go_on(portion, found);
      if (search.can_split()) submit(search.split());
    }
    const std::lock_guard lock(mutex_);
    all_ += found;
  }

  const Parameters& p_;
  std::mutex mutex_;
  Tally all_;  // guarded by the mutex while jobs run
  threads::Pool pool_;
};

const simul::Enter<Workload, ThreadsPool> enter{"threads_pool"};

}  // namespace
}  // namespace uts
