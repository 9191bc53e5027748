// A task_group per call and a task for each of the two that it makes, as oneTBB's documentation has it: fib
// is its example. https://oneapi-spec.uxlfoundation.org (oneTBB, task scheduler, task_group)
#include <oneapi/tbb/task_group.h>

#include "benchmarks/cpu/fib/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/tbb/arena.hpp"

namespace fib {
namespace {

Sum call_in_task(std::int64_t n, std::uint64_t nonce) {
  if (n < 2) return leaf(n, nonce);
  Sum first, second;
  tbb::task_group calls;
  calls.run([&] { first = call_in_task(n - 1, nonce); });
  calls.run([&] { second = call_in_task(n - 2, nonce); });
  calls.wait();
  return joined(first, second);
}

template <class Probe>
class Tbb {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  Tbb(const Parameters& p, unsigned workers, Probe&) : p_(p), arena_(workers) {}

  Answer run(std::uint64_t nonce) {
    const Sum sum = arena_.execute([&] { return call_in_task(p_.n, nonce); });
    return {sum, sum.calls};
  }

 private:
  const Parameters& p_;
  onetbb::Arena arena_;
};

const simul::Enter<Workload, Tbb> enter{"tbb"};

}  // namespace
}  // namespace fib
