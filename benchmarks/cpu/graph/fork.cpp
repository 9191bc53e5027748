// A process per column over outputs in shared memory, and a semaphore per task: it gets a permit from each
// task before it, and takes as many. That is how POSIX has processes signal each other. sem_overview(7),
// shm_overview(7)
#include "benchmarks/cpu/graph/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/fork/child.hpp"
#include "runtimes/fork/semaphore.hpp"
#include "runtimes/fork/shared.hpp"
#include "runtimes/sequential/blocking.hpp"

namespace graph {
namespace {

template <class Probe>
class Fork {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;

  static std::optional<simul::Hole> unsupported(const Parameters& p, const simul::Limits& limits) {
    return limits.unmet({{simul::Supply::processes, p.width, "a process per column"}});
  }

  Fork(const Parameters& p, unsigned, Probe& probe)
      : probe_(probe), graph_(p), outputs_(graph_.tasks()), permits_(graph_.tasks(), 0U) {}

  Tally run(std::uint64_t nonce) {
    tasks_.open(nonce);
    std::vector<forked::Child> columns;
    columns.reserve(static_cast<std::size_t>(graph_.parameters().width));
    for (std::int64_t column = 0; column < graph_.parameters().width; ++column)
      columns.emplace_back([this, column] { run_column(column); });
    for (forked::Child& column : columns) column.wait();
    return tasks_.tally();
  }

 private:
  // As many permits are taken as are given: the next run finds none.
  void run_column(std::int64_t column) {
    for (const Task task : graph_.column(column)) {
      for (std::size_t i = 0; i < graph_.before(task).size(); ++i) permits_[task].acquire();
      if (graph_.parameters().waits()) {
        sequential::sleep_until(tasks_.begin(task, probe_));
        tasks_.end(task, probe_);
      } else {
        tasks_.run(task, probe_);
      }
      for (const Task later : graph_.after(task)) permits_[later].release();
    }
  }

  Probe& probe_;
  Graph graph_;
  forked::Shared<Output> outputs_;
  Tasks tasks_{graph_, outputs_.span()};
  forked::Shared<forked::Semaphore> permits_;
};

const simul::Enter<Workload, Fork> enter{"fork"};

}  // namespace
}  // namespace graph
