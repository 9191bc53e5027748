// `workers` processes forked before the clock starts. The numbers of tiles go to them over pipes as they
// become free, and the tiles themselves never do: the product is shared.
#include "benchmarks/cpu/matmul/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/fork/pool.hpp"
#include "runtimes/fork/shared.hpp"

namespace matmul {
namespace {

struct Order {
  std::size_t tile;
  std::uint64_t nonce;
};

template <class Probe>
class ForkPool {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  ForkPool(const Parameters& p, unsigned workers, Probe& probe)
      : orders_(p.tiles()),
        product_(p.entries()),
        pool_(workers, [this, &probe, &factors = simul::made_once<Factors>(p)](const Order& order) {
          probe.begin(order.tile);
          const simul::Tally done = factors.multiply(order.tile, order.nonce, product_.span());
          probe.end(order.tile);
          return done;
        }) {}

  Answer run(std::uint64_t nonce) {
    for (std::size_t tile = 0; tile < orders_.size(); ++tile) orders_[tile] = {tile, nonce};
    return {product_.span(), simul::total(pool_.map(orders_))};
  }

 private:
  std::vector<Order> orders_;
  forked::Shared<double> product_;
  forked::Pool<Order, simul::Tally> pool_;
};

const simul::Enter<Workload, ForkPool> enter{"fork_pool"};

}  // namespace
}  // namespace matmul
