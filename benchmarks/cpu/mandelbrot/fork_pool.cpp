// `workers` processes forked before the clock starts. One message sends all of them off; then each takes the
// next row from a counter in shared memory until none is left, so that a row costs an addition and no
// message.
#include <atomic>

#include "benchmarks/cpu/mandelbrot/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/fork/pool.hpp"
#include "runtimes/fork/shared.hpp"

namespace mandelbrot {
namespace {

template <class Probe>
class ForkPool {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  ForkPool(const Parameters& p, unsigned workers, Probe& probe)
      : p_(p),
        probe_(probe),
        workers_(workers),
        picture_(p.pixels()),
        next_(1),
        pool_(workers, [this](std::uint64_t nonce) { return paint(nonce); }) {}

  Answer run(std::uint64_t nonce) {
    next_->store(0);
    const std::vector<std::uint64_t> orders(workers_, nonce);
    return {picture_.span(), simul::total(pool_.map(orders))};
  }

 private:
  static_assert(std::atomic<std::size_t>::is_always_lock_free, "a lock would be one process's own");

  simul::Tally paint(std::uint64_t nonce) {
    simul::Tally drawn;
    for (;;) {
      const std::size_t row = next_->fetch_add(1);
      if (row >= p_.rows()) return drawn;
      probe_.begin(row);
      drawn += draw(p_, row, nonce, picture_.span());
      probe_.end(row);
    }
  }

  const Parameters& p_;
  Probe& probe_;
  const unsigned workers_;
  forked::Shared<Pixel> picture_;
  forked::Shared<std::atomic<std::size_t>> next_;
  forked::Pool<std::uint64_t, simul::Tally> pool_;
};

const simul::Enter<Workload, ForkPool> enter{"fork_pool"};

}  // namespace
}  // namespace mandelbrot
