// parallel_for_each with a body that feeds in more items, and a combinable for what each thread found, as
// documented. https://oneapi-spec.uxlfoundation.org (oneTBB, algorithms, parallel_for_each; thread-local
// storage, combinable)
#include <oneapi/tbb/combinable.h>
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_for_each.h>

#include "benchmarks/cpu/uts/workload.hpp"
#include "benchmarks/harness/enter.hpp"

namespace uts {
namespace {

struct Body {
  void operator()(const Node& node, tbb::feeder<Node>& feeder) const {
    const int children = visit(p, node, nonce, found.local());
    for (int i = 0; i < children; ++i) feeder.add(child(node, i));
  }

  const Parameters& p;
  std::uint64_t nonce;
  tbb::combinable<Tally>& found;
};

template <class Probe>
class TbbDocumented {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  TbbDocumented(const Parameters& p, unsigned workers, Probe&)
      : p_(p), control_(tbb::global_control::max_allowed_parallelism, workers) {}

  Tally run(std::uint64_t nonce) {
    tbb::combinable<Tally> found;
    std::vector<Node> roots{root(p_)};
    tbb::parallel_for_each(roots, Body{p_, nonce, found});
    return found.combine([](Tally a, const Tally& b) { return a += b; });
  }

 private:
  const Parameters& p_;
  tbb::global_control control_;
};

const simul::Enter<Workload, TbbDocumented> enter{"tbb_documented"};

}  // namespace
}  // namespace uts
