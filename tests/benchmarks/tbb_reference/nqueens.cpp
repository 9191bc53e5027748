// parallel_reduce with a body that is split and joined, over a range with the default grain and partitioner:
// the form in which the developer guide introduces it. https://oneapi-spec.uxlfoundation.org (oneTBB,
// algorithms, parallel_reduce)
#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_reduce.h>

#include "benchmarks/cpu/nqueens/workload.hpp"
#include "benchmarks/harness/enter.hpp"

namespace nqueens {
namespace {

template <class Probe>
class TbbDocumented {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  TbbDocumented(const Parameters& p, unsigned workers, Probe& probe)
      : p_(p),
        probe_(probe),
        tasks_(placements(p)),
        control_(tbb::global_control::max_allowed_parallelism, workers) {}

  Tally run(std::uint64_t nonce) {
    Body body(*this, nonce);
    tbb::parallel_reduce(tbb::blocked_range<std::size_t>(0, tasks_.size()), body);
    return body.found;
  }

 private:
  struct Body {
    Body(const TbbDocumented& owner, std::uint64_t of_run) : its(owner), nonce(of_run) {}
    Body(Body& other, tbb::split) : its(other.its), nonce(other.nonce) {}

    void operator()(const tbb::blocked_range<std::size_t>& range) {
      for (std::size_t task = range.begin(); task != range.end(); ++task) {
        its.probe_.begin(task);
        found += search(its.p_, its.tasks_[task], nonce, task);
        its.probe_.end(task);
      }
    }
    void join(const Body& other) { found += other.found; }

    const TbbDocumented& its;
    std::uint64_t nonce;
    Tally found{};
  };

  const Parameters& p_;
  Probe& probe_;
  std::vector<Placement> tasks_;
  tbb::global_control control_;
};

const simul::Enter<Workload, TbbDocumented> enter{"tbb_documented"};

}  // namespace
}  // namespace nqueens
