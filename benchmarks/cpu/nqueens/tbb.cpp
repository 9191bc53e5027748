// parallel_reduce over the placements, one per chunk: each is far above oneTBB's recommended grain of 100,000
// cycles. https://oneapi-spec.uxlfoundation.org (oneTBB, algorithms, parallel_reduce)
#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/parallel_reduce.h>
#include <oneapi/tbb/partitioner.h>

#include "benchmarks/cpu/nqueens/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/tbb/arena.hpp"

namespace nqueens {
namespace {

template <class Probe>
class Tbb {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  Tbb(const Parameters& p, unsigned workers, Probe& probe)
      : p_(p), probe_(probe), tasks_(placements(p)), arena_(workers) {}

  Tally run(std::uint64_t nonce) {
    const auto search_some = [&](const tbb::blocked_range<std::size_t>& some, Tally found) {
      for (std::size_t task = some.begin(); task < some.end(); ++task) {
        probe_.begin(task);
        found += search(p_, tasks_[task], nonce, task);
        probe_.end(task);
      }
      return found;
    };
    return arena_.execute([&] {
      return tbb::parallel_reduce(
          tbb::blocked_range<std::size_t>(0, tasks_.size(), 1), Tally{}, search_some,
          [](Tally a, const Tally& b) { return a += b; }, tbb::simple_partitioner{});
    });
  }

 private:
  const Parameters& p_;
  Probe& probe_;
  std::vector<Placement> tasks_;
  onetbb::Arena arena_;
};

const simul::Enter<Workload, Tbb> enter{"tbb"};

}  // namespace
}  // namespace nqueens
