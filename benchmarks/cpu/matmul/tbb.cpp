// parallel_for over a two-dimensional range: oneTBB halves it along the longer side, so that a thread's tiles
// lie close together. https://oneapi-spec.uxlfoundation.org (oneTBB, algorithms, blocked_range2d)
#include <oneapi/tbb/blocked_range2d.h>
#include <oneapi/tbb/parallel_for.h>

#include "benchmarks/cpu/matmul/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/tbb/arena.hpp"

namespace matmul {
namespace {

template <class Probe>
class Tbb {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  Tbb(const Parameters& p, unsigned workers, Probe& probe)
      : p_(p),
        probe_(probe),
        factors_(simul::made_once<Factors>(p)),
        product_(p.entries()),
        done_(p.tiles()),
        arena_(workers) {}

  Answer run(std::uint64_t nonce) {
    using Tiles = tbb::blocked_range2d<std::size_t>;
    const std::size_t across = p_.tiles_across();
    arena_.execute([&] {
      tbb::parallel_for(Tiles(0, across, 0, across), [&](const Tiles& some) {
        for (std::size_t row = some.rows().begin(); row < some.rows().end(); ++row) {
          for (std::size_t column = some.cols().begin(); column < some.cols().end(); ++column)
            multiply(row * across + column, nonce);
        }
      });
    });
    return {product_, simul::total(done_)};
  }

 private:
  void multiply(std::size_t tile, std::uint64_t nonce) {
    probe_.begin(tile);
    done_[tile] = factors_.multiply(tile, nonce, product_);
    probe_.end(tile);
  }

  const Parameters& p_;
  Probe& probe_;
  const Factors& factors_;
  std::vector<double> product_;
  std::vector<simul::Tally> done_;
  onetbb::Arena arena_;
};

const simul::Enter<Workload, Tbb> enter{"tbb"};

}  // namespace
}  // namespace matmul
