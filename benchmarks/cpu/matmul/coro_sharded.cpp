// A loop per core, each with its share of the tiles from the start: where all cost the same nobody needs to
// ask for more, and the loops have nothing in common but the matrices.
#include "benchmarks/cpu/matmul/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/coro/scope.hpp"
#include "runtimes/coro/sharded.hpp"

namespace matmul {
namespace {

template <class Probe>
class CoroSharded {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  CoroSharded(const Parameters& p, unsigned workers, Probe& probe)
      : probe_(probe),
        factors_(simul::made_once<Factors>(p)),
        product_(p.entries()),
        done_(p.tiles()),
        shards_(workers) {}

  Answer run(std::uint64_t nonce) {
    shards_.run([&](coro::Loop& loop, unsigned shard) { return multiply_share(loop, shard, nonce); });
    return {product_, simul::total(done_)};
  }

 private:
  coro::Task<> multiply_share(coro::Loop& loop, std::size_t shard, std::uint64_t nonce) {
    coro::Scope share(loop);
    for (std::size_t tile = shard; tile < done_.size(); tile += shards_.size())
      share.spawn(multiply(tile, nonce));
    co_await share.join();
  }

  coro::Task<> multiply(std::size_t tile, std::uint64_t nonce) {
    probe_.begin(tile);
    done_[tile] = factors_.multiply(tile, nonce, product_);
    probe_.end(tile);
    co_return;
  }

  Probe& probe_;
  const Factors& factors_;
  std::vector<double> product_;
  std::vector<simul::Tally> done_;
  coro::Sharded shards_;
};

const simul::Enter<Workload, CoroSharded> enter{"coro_sharded"};

}  // namespace
}  // namespace matmul
