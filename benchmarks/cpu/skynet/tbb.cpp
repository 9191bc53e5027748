// A task_group per node and a task per child. The parent could run one child itself (run_and_wait, as oneTBB
// recommends), but then a tenth of the nodes would be calls, and everybody else makes a task of every node.
// https://oneapi-spec.uxlfoundation.org (oneTBB, task scheduler, task_group)
#include <oneapi/tbb/task_group.h>

#include "benchmarks/cpu/skynet/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/tbb/arena.hpp"

namespace skynet {
namespace {

Sum sum_of_tasks(Node node) {
  if (node.is_leaf()) return leaf(node);
  Parts parts;
  tbb::task_group children;
  for (unsigned i = 0; i < fan_out; ++i)
    children.run([&part = parts[i], child = node.child(i)] { part = sum_of_tasks(child); });
  children.wait();
  return total(parts);
}

template <class Probe>
class Tbb {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  Tbb(const Parameters& p, unsigned workers, Probe&) : p_(p), arena_(workers) {}

  Sum run(std::uint64_t nonce) {
    return arena_.execute([&] { return sum_of_tasks(root(p_, nonce)); });
  }

 private:
  const Parameters& p_;
  onetbb::Arena arena_;
};

const simul::Enter<Workload, Tbb> enter{"tbb"};

}  // namespace
}  // namespace skynet
