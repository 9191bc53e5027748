// `workers` threads and a job per task: whoever finishes the last of what a task needs submits it. No job
// waits for another, only for the time that it is its business to wait.
#include <atomic>
#include <thread>

#include "benchmarks/cpu/graph/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/threads/pool.hpp"

namespace graph {
namespace {

template <class Probe>
class ThreadsPool {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  ThreadsPool(const Parameters& p, unsigned workers, Probe& probe)
      : probe_(probe), graph_(p), outputs_(graph_.tasks()), missing_(graph_.tasks()), pool_(workers) {}

  Tally run(std::uint64_t nonce) {
    tasks_.open(nonce);
    // All numbers stand before the first task can count one down; the pool's lock shows them to its threads.
    for (Task task = 0; task < graph_.tasks(); ++task)
      missing_[task].store(graph_.before(task).size(), std::memory_order_relaxed);
    for (Task task = 0; task < graph_.tasks(); ++task)
      if (graph_.before(task).empty()) submit(task);
    pool_.wait();
    return tasks_.tally();
  }

 private:
  void submit(Task task) {
    pool_.submit([this, task] { run_one(task); });
  }

  void run_one(Task task) {
    if (graph_.parameters().waits()) {
      std::this_thread::sleep_until(tasks_.begin(task, probe_));
      tasks_.end(task, probe_);
    } else {
      tasks_.run(task, probe_);
    }
    // acq_rel: the last of those before a task has seen the outputs of all, and the pool's lock hands them
    // on.
    for (const Task later : graph_.after(task))
      if (missing_[later].fetch_sub(1, std::memory_order_acq_rel) == 1) submit(later);
  }

  Probe& probe_;
  Graph graph_;
  std::vector<Output> outputs_;
  Tasks tasks_{graph_, outputs_};
  std::vector<std::atomic<std::size_t>> missing_;  // before each task
  threads::Pool pool_;
};

const simul::Enter<Workload, ThreadsPool> enter{"threads_pool"};

}  // namespace
}  // namespace graph
