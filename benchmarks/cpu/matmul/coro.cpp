// A coroutine per tile, gathered on one loop. One thread multiplies one tile at a time: coroutines are no
// parallelism, and this is what they cost where that is all there is to gain.
#include "benchmarks/cpu/matmul/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/coro/gather.hpp"
#include "runtimes/coro/loop.hpp"

namespace matmul {
namespace {

template <class Probe>
class Coro {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Coro(const Parameters& p, unsigned, Probe& probe)
      : p_(p), probe_(probe), factors_(simul::made_once<Factors>(p)), product_(p.entries()) {}

  Answer run(std::uint64_t nonce) { return {product_, simul::total(loop_.run(multiply_all(nonce)))}; }

 private:
  coro::Task<std::vector<simul::Tally>> multiply_all(std::uint64_t nonce) {
    std::vector<coro::Task<simul::Tally>> tiles;
    tiles.reserve(p_.tiles());
    for (std::size_t tile = 0; tile < p_.tiles(); ++tile) tiles.push_back(multiply(tile, nonce));
    co_return co_await coro::gather(std::move(tiles));
  }

  coro::Task<simul::Tally> multiply(std::size_t tile, std::uint64_t nonce) {
    probe_.begin(tile);
    const simul::Tally done = factors_.multiply(tile, nonce, product_);
    probe_.end(tile);
    co_return done;
  }

  const Parameters& p_;
  Probe& probe_;
  const Factors& factors_;
  std::vector<double> product_;
  coro::Loop loop_;
};

const simul::Enter<Workload, Coro> enter{"coro"};

}  // namespace
}  // namespace matmul
