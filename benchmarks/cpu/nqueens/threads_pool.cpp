// `workers` threads that take placements from a queue: a thread is paid for once, not per task.
#include "benchmarks/cpu/nqueens/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/threads/pool.hpp"

namespace nqueens {
namespace {

template <class Probe>
class ThreadsPool {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  ThreadsPool(const Parameters& p, unsigned workers, Probe& probe)
      : p_(p), probe_(probe), tasks_(placements(p)), found_(tasks_.size()), pool_(workers) {}

  Tally run(std::uint64_t nonce) {
    for (std::size_t task = 0; task < tasks_.size(); ++task)
      pool_.submit([=, this] { search_one(task, nonce); });
    pool_.wait();
    return total(found_);
  }

 private:
  void search_one(std::size_t task, std::uint64_t nonce) {
    probe_.begin(task);
    found_[task] = search(p_, tasks_[task], nonce, task);
    probe_.end(task);
  }

  const Parameters& p_;
  Probe& probe_;
  std::vector<Placement> tasks_;
  std::vector<Tally> found_;
  threads::Pool pool_;
};

const simul::Enter<Workload, ThreadsPool> enter{"threads_pool"};

}  // namespace
}  // namespace nqueens
