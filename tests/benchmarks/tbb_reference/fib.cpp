// The example of task_group in oneTBB's specification is this function.
// https://oneapi-spec.uxlfoundation.org (oneTBB, task scheduler, task_group)
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/task_group.h>

#include "benchmarks/cpu/fib/workload.hpp"
#include "benchmarks/harness/enter.hpp"

namespace fib {
namespace {

Sum as_documented(std::int64_t n, std::uint64_t nonce) {
  if (n < 2) return leaf(n, nonce);
  Sum x, y;
  tbb::task_group g;
  g.run([&] { x = as_documented(n - 1, nonce); });  // spawn a task
  g.run([&] { y = as_documented(n - 2, nonce); });  // spawn another task
  g.wait();                                         // wait for both
  return joined(x, y);
}

template <class Probe>
class TbbDocumented {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  TbbDocumented(const Parameters& p, unsigned workers, Probe&)
      : p_(p), control_(tbb::global_control::max_allowed_parallelism, workers) {}

  Answer run(std::uint64_t nonce) {
    const Sum sum = as_documented(p_.n, nonce);
    return {sum, sum.calls};
  }

 private:
  const Parameters& p_;
  tbb::global_control control_;
};

const simul::Enter<Workload, TbbDocumented> enter{"tbb_documented"};

}  // namespace
}  // namespace fib
