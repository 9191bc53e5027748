// The loop keeps a coroutine per tile, each of which awaits a thread of a pool: how a program on a loop buys
// cores without leaving it.
#include "benchmarks/cpu/matmul/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/offload.hpp"
#include "runtimes/coro/scope.hpp"

namespace matmul {
namespace {

template <class Probe>
class CoroOffload {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  CoroOffload(const Parameters& p, unsigned workers, Probe& probe)
      : p_(p), probe_(probe), factors_(simul::made_once<Factors>(p)), product_(p.entries()), pool_(workers) {}

  Answer run(std::uint64_t nonce) { return {product_, loop_.run(multiply_all(nonce))}; }

 private:
  coro::Task<simul::Tally> multiply_all(std::uint64_t nonce) {
    simul::Tally done;
    coro::Scope tiles(loop_);
    for (std::size_t tile = 0; tile < p_.tiles(); ++tile) tiles.spawn(multiply(tile, nonce, done));
    co_await tiles.join();
    co_return done;
  }

  // Only the loop's thread adds to what is done.
  coro::Task<> multiply(std::size_t tile, std::uint64_t nonce, simul::Tally& done) {
    const simul::Tally one = co_await coro::offload(pool_, [this, tile, nonce] {
      probe_.begin(tile);
      const simul::Tally multiplied = factors_.multiply(tile, nonce, product_);
      probe_.end(tile);
      return multiplied;
    });
    done += one;
  }

  const Parameters& p_;
  Probe& probe_;
  const Factors& factors_;
  std::vector<double> product_;
  coro::ThreadPool pool_;
  coro::Loop loop_;
};

const simul::Enter<Workload, CoroOffload> enter{"coro_offload"};

}  // namespace
}  // namespace matmul
