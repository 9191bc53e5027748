// `workers` processes forked before the clock starts: pieces go to whoever is free over pipes, sums come
// back, and the parent makes the calls above the cut-off.
#include "benchmarks/cpu/fib/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/fork/pool.hpp"

namespace fib {
namespace {

struct Request {
  std::int64_t n;
  std::uint64_t nonce;
};

template <class Probe>
class ForkPoolCutoff {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  ForkPoolCutoff(const Parameters& p, unsigned workers, Probe&)
      : p_(p), pool_(workers, [](const Request& part) { return call(part.n, part.nonce); }) {}

  Answer run(std::uint64_t nonce) {
    std::vector<Request> requests;
    for (const std::int64_t n : pieces(p_)) requests.push_back({n, nonce});
    const std::vector<Sum> sums = pool_.map(requests);
    return {join(p_, sums), std::ssize(sums)};
  }

 private:
  const Parameters& p_;
  forked::Pool<Request, Sum> pool_;
};

const simul::Enter<Workload, ForkPoolCutoff> enter{"fork_pool_cutoff"};

}  // namespace
}  // namespace fib
