// parallel_invoke for the two halves of a node, then its merge on whichever thread was the last to come.
// https://oneapi-spec.uxlfoundation.org (oneTBB, algorithms, parallel_invoke)
#include <oneapi/tbb/parallel_invoke.h>

#include "benchmarks/cpu/sort/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/tbb/arena.hpp"

namespace sorting {
namespace {

template <class Probe>
class Tbb {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  Tbb(const Parameters& p, unsigned workers, Probe&)
      : unsorted_(simul::made_once<Unsorted>(p)), even_(p.count()), odd_(p.count()), arena_(workers) {}

  Answer run(std::uint64_t nonce) {
    return {even_, arena_.execute([&] { return sort({}, nonce); })};
  }

 private:
  simul::Tally sort(Node node, std::uint64_t nonce) {
    simul::Tally left, right;
    if (!unsorted_.is_leaf(node))
      tbb::parallel_invoke([&] { left = sort(node.left(), nonce); },
                           [&] { right = sort(node.right(), nonce); });
    left += right;
    return left += unsorted_.put_in_order(node, nonce, {even_, odd_});
  }

  const Unsorted& unsorted_;
  std::vector<std::uint64_t> even_, odd_;
  onetbb::Arena arena_;
};

const simul::Enter<Workload, Tbb> enter{"tbb"};

}  // namespace
}  // namespace sorting
