// task_group as documented: run() for every task, then wait(), all in the default arena.
// https://oneapi-spec.uxlfoundation.org (oneTBB, task scheduler, task_group)
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/task_group.h>

#include "benchmarks/cpu/skynet/workload.hpp"
#include "benchmarks/harness/enter.hpp"

namespace skynet {
namespace {

Sum as_documented(Node node) {
  if (node.is_leaf()) return leaf(node);
  Parts parts;
  tbb::task_group g;
  for (unsigned i = 0; i < fan_out; ++i) g.run([&, i] { parts[i] = as_documented(node.child(i)); });
  g.wait();
  return total(parts);
}

template <class Probe>
class TbbDocumented {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  TbbDocumented(const Parameters& p, unsigned workers, Probe&)
      : p_(p), control_(tbb::global_control::max_allowed_parallelism, workers) {}

  Sum run(std::uint64_t nonce) { return as_documented(root(p_, nonce)); }

 private:
  const Parameters& p_;
  tbb::global_control control_;
};

const simul::Enter<Workload, TbbDocumented> enter{"tbb_documented"};

}  // namespace
}  // namespace skynet
