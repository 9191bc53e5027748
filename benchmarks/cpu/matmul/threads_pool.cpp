// `workers` threads take tiles from a queue. A lock per tile is nothing beside a tile, and the last tiles
// keep all threads busy.
#include "benchmarks/cpu/matmul/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/threads/pool.hpp"

namespace matmul {
namespace {

template <class Probe>
class ThreadsPool {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  ThreadsPool(const Parameters& p, unsigned workers, Probe& probe)
      : probe_(probe),
        factors_(simul::made_once<Factors>(p)),
        product_(p.entries()),
        done_(p.tiles()),
        pool_(workers) {}

  Answer run(std::uint64_t nonce) {
    for (std::size_t tile = 0; tile < done_.size(); ++tile) {
      pool_.submit([=, this] {
        probe_.begin(tile);
        done_[tile] = factors_.multiply(tile, nonce, product_);
        probe_.end(tile);
      });
    }
    pool_.wait();
    return {product_, simul::total(done_)};
  }

 private:
  Probe& probe_;
  const Factors& factors_;
  std::vector<double> product_;
  std::vector<simul::Tally> done_;
  threads::Pool pool_;
};

const simul::Enter<Workload, ThreadsPool> enter{"threads_pool"};

}  // namespace
}  // namespace matmul
