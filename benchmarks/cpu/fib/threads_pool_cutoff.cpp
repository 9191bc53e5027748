// `workers` threads and a job per piece. A job must not wait for another on a pool, so the calls above the
// cut-off are joined when all pieces are there.
#include "benchmarks/cpu/fib/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/threads/pool.hpp"

namespace fib {
namespace {

template <class Probe>
class ThreadsPoolCutoff {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  ThreadsPoolCutoff(const Parameters& p, unsigned workers, Probe&) : p_(p), pool_(workers) {}

  Answer run(std::uint64_t nonce) {
    const auto numbers = pieces(p_);
    std::vector<Sum> sums(numbers.size());
    for (std::size_t i = 0; i < numbers.size(); ++i)
      pool_.submit([n = numbers[i], nonce, &sum = sums[i]] { sum = call(n, nonce); });
    pool_.wait();
    return {join(p_, sums), std::ssize(sums)};
  }

 private:
  const Parameters& p_;
  threads::Pool pool_;
};

const simul::Enter<Workload, ThreadsPoolCutoff> enter{"threads_pool_cutoff"};

}  // namespace
}  // namespace fib
