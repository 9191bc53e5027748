// Tasks down to the cut-off only, as oneTBB advises: a task should take some 10,000 cycles at the least. One
// of the two calls is run by the task that makes them (parallel_invoke does so), and is a unit all the same.
// https://oneapi-spec.uxlfoundation.org (oneTBB, algorithms, parallel_invoke)
#include <oneapi/tbb/parallel_invoke.h>

#include "benchmarks/cpu/fib/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/tbb/arena.hpp"

namespace fib {
namespace {

template <class Probe>
class TbbCutoff {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  TbbCutoff(const Parameters& p, unsigned workers, Probe&) : p_(p), arena_(workers) {}

  Answer run(std::uint64_t nonce) {
    return arena_.execute([&] { return call_above(p_.n, nonce); });
  }

 private:
  Answer call_above(std::int64_t n, std::uint64_t nonce) {
    if (p_.cut(n)) return unit(call(n, nonce));
    Answer first, second;
    tbb::parallel_invoke([&] { first = call_above(n - 1, nonce); },
                         [&] { second = call_above(n - 2, nonce); });
    return joined(first, second);
  }

  const Parameters& p_;
  onetbb::Arena arena_;
};

const simul::Enter<Workload, TbbCutoff> enter{"tbb_cutoff"};

}  // namespace
}  // namespace fib
