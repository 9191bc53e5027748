// A task_group per node; the tenth child runs in the parent's own task, as oneTBB recommends (run_and_wait).
// https://oneapi-spec.uxlfoundation.org (oneTBB, task scheduler, task_group)
#include <oneapi/tbb/task_group.h>

#include "benchmarks/cpu/skynet/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/tbb/arena.hpp"

namespace skynet {
namespace {

Sum sum(Node node) {
  if (node.is_leaf()) return leaf(node);
  Parts parts;
  tbb::task_group children;
  for (unsigned i = 1; i < fan_out; ++i)
    children.run([&part = parts[i], child = node.child(i)] { part = sum(child); });
  children.run_and_wait([&] { parts[0] = sum(node.child(0)); });
  return total(parts);
}

template <class Probe>
class Tbb {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  Tbb(const Parameters& p, unsigned workers, Probe&) : p_(p), arena_(workers) {}

  Sum run(std::uint64_t nonce) {
    return arena_.execute([&] { return sum(root(p_, nonce)); });
  }

 private:
  const Parameters& p_;
  onetbb::Arena arena_;
};

const simul::Enter<Workload, Tbb> enter{"tbb"};

}  // namespace
}  // namespace skynet
