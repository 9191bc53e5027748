// One task after the other, step by step: nothing has to be waited for but the waits themselves.
#include "benchmarks/cpu/graph/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/sequential/blocking.hpp"

namespace graph {
namespace {

template <class Probe>
class Sequential {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Sequential(const Parameters& p, unsigned, Probe& probe)
      : probe_(probe), graph_(p), outputs_(graph_.tasks()) {}

  Tally run(std::uint64_t nonce) {
    tasks_.open(nonce);
    for (Task task = 0; task < graph_.tasks(); ++task) {
      if (!graph_.parameters().waits()) {
        tasks_.run(task, probe_);
        continue;
      }
      sequential::sleep_until(tasks_.begin(task, probe_));
      tasks_.end(task, probe_);
    }
    return tasks_.tally();
  }

 private:
  Probe& probe_;
  Graph graph_;
  std::vector<Output> outputs_;
  Tasks tasks_{graph_, outputs_};
};

const simul::Enter<Workload, Sequential> enter{"sequential"};

}  // namespace
}  // namespace graph
