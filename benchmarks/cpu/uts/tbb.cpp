// parallel_for_each with a feeder: a task per node, which feeds in its children. That is oneTBB's algorithm
// for work that turns up while it is done, and it needs no stack for the depth of the tree, as nested
// task_groups would. https://oneapi-spec.uxlfoundation.org (oneTBB, algorithms, parallel_for_each)
#include <oneapi/tbb/enumerable_thread_specific.h>
#include <oneapi/tbb/parallel_for_each.h>

#include "benchmarks/cpu/uts/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/tbb/arena.hpp"

namespace uts {
namespace {

template <class Probe>
class Tbb {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  Tbb(const Parameters& p, unsigned workers, Probe&) : p_(p), arena_(workers) {}

  Tally run(std::uint64_t nonce) {
    tbb::enumerable_thread_specific<Tally> found;
    const auto search = [&](const Node& node, tbb::feeder<Node>& feeder) {
      const int children = visit(p_, node, nonce, found.local());
      for (int i = 0; i < children; ++i) feeder.add(child(node, i));
    };
    const std::array roots{root(p_)};
    arena_.execute([&] { tbb::parallel_for_each(roots.begin(), roots.end(), search); });
    Tally all;
    found.combine_each([&](const Tally& one) { all += one; });
    return all;
  }

 private:
  const Parameters& p_;
  onetbb::Arena arena_;
};

const simul::Enter<Workload, Tbb> enter{"tbb"};

}  // namespace
}  // namespace uts
