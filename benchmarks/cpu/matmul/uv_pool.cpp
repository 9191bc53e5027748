// All tiles are queued for libuv's pool at once; what was done is added up on the loop's thread. There is no
// `uv` contestant: without the pool libuv has nothing to offer to work like this.
// https://docs.libuv.org/en/v1.x/threadpool.html
#include "benchmarks/cpu/matmul/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/uv/loop.hpp"
#include "runtimes/uv/pool.hpp"
#include "runtimes/uv/work.hpp"

namespace matmul {
namespace {

template <class Probe>
class UvPool {
 public:
  static constexpr auto lanes = simul::Lanes::workers;
  static auto unsupported(const Parameters&, const simul::Limits& limits) {
    return uv::too_large(limits.workers);
  }

  UvPool(const Parameters& p, unsigned workers, Probe& probe)
      : probe_(probe), factors_(simul::made_once<Factors>(p)), product_(p.entries()), tiles_(p.tiles()) {
    uv::size_pool(workers);
  }

  Answer run(std::uint64_t nonce) {
    nonce_ = nonce;
    done_ = {};
    for (Tile& tile : tiles_) {
      tile.all = this;
      tile.work.template queue<&Tile::multiply, &Tile::report>(loop_, tile);
    }
    loop_.run();
    return {product_, done_};
  }

 private:
  struct Tile {
    UvPool* all = nullptr;
    simul::Tally done;
    uv::Work work;

    void multiply() {
      const auto number = static_cast<std::size_t>(this - all->tiles_.data());
      all->probe_.begin(number);
      done = all->factors_.multiply(number, all->nonce_, all->product_);
      all->probe_.end(number);
    }
    void report() { all->done_ += done; }
  };

  Probe& probe_;
  const Factors& factors_;
  std::vector<double> product_;
  std::vector<Tile> tiles_;
  std::uint64_t nonce_ = 0;
  simul::Tally done_;
  uv::Loop loop_;
};

const simul::Enter<Workload, UvPool> enter{"uv_pool"};

}  // namespace
}  // namespace matmul
