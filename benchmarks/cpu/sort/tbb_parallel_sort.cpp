// oneTBB's own sort, what its user would call: a quicksort in place, and so another algorithm than everybody
// else's. It tells of no tasks, and is checked by what it leaves. https://oneapi-spec.uxlfoundation.org
// (oneTBB, algorithms, parallel_sort)
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/parallel_sort.h>

#include "benchmarks/cpu/sort/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/tbb/arena.hpp"

namespace sorting {
namespace {

template <class Probe>
class TbbParallelSort {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  TbbParallelSort(const Parameters& p, unsigned workers, Probe&)
      : unsorted_(simul::made_once<Unsorted>(p)), numbers_(p.count()), arena_(workers) {}

  Answer run(std::uint64_t nonce) {
    arena_.execute([&] {
      tbb::parallel_for(std::size_t{0}, numbers_.size(),
                        [&](std::size_t i) { numbers_[i] = unsorted_.number(i, nonce); });
      tbb::parallel_sort(numbers_);
    });
    return {numbers_, std::nullopt};
  }

 private:
  const Unsorted& unsorted_;
  std::vector<std::uint64_t> numbers_;
  onetbb::Arena arena_;
};

const simul::Enter<Workload, TbbParallelSort> enter{"tbb_parallel_sort"};

}  // namespace
}  // namespace sorting
