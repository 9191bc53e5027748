// A continue_node per task and an edge per dependency, made once: what oneTBB's documentation calls a
// dependency graph. A wait suspends its task, and the thread goes on with another (see onetbb::Alarm).
// https://oneapi-src.github.io/oneTBB/main/tbb_userguide/Dependence_Graph.html
#include <oneapi/tbb/flow_graph.h>

#include <deque>

#include "benchmarks/cpu/graph/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/tbb/alarm.hpp"
#include "runtimes/tbb/arena.hpp"

namespace graph {
namespace {

template <class Probe>
class Tbb {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  Tbb(const Parameters& p, unsigned workers, Probe& probe)
      : probe_(probe), graph_(p), outputs_(graph_.tasks()), arena_(workers) {
    if (p.waits()) alarm_.emplace();
    arena_.execute([&] { flow_.emplace(); });  // it belongs to the arena in which it is made
    for (Task task = 0; task < graph_.tasks(); ++task) {
      nodes_.emplace_back(*flow_, [this, task](const Done&) { run_one(task); });
      for (const Task earlier : graph_.before(task)) tbb::flow::make_edge(nodes_[earlier], nodes_[task]);
    }
  }

  Tally run(std::uint64_t nonce) {
    tasks_.open(nonce);
    arena_.execute([&] {
      for (Task task = 0; task < graph_.tasks(); ++task)
        if (graph_.before(task).empty()) nodes_[task].try_put(Done{});
      flow_->wait_for_all();
    });
    return tasks_.tally();
  }

 private:
  using Done = tbb::flow::continue_msg;

  void run_one(Task task) {
    if (!graph_.parameters().waits()) return tasks_.run(task, probe_);
    alarm_->sleep_until(tasks_.begin(task, probe_));
    tasks_.end(task, probe_);
  }

  Probe& probe_;
  Graph graph_;
  std::vector<Output> outputs_;
  Tasks tasks_{graph_, outputs_};
  std::optional<onetbb::Alarm> alarm_;
  onetbb::Arena arena_;
  std::optional<tbb::flow::graph> flow_;
  std::deque<tbb::flow::continue_node<Done>> nodes_;
};

const simul::Enter<Workload, Tbb> enter{"tbb"};

}  // namespace
}  // namespace graph
