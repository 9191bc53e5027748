// A loop per core. Rows dealt out beforehand would leave one loop with the middle of the set, so all loops
// take the next row from one counter: the only thing that they share.
#include <atomic>

#include "benchmarks/cpu/mandelbrot/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/coro/sharded.hpp"

namespace mandelbrot {
namespace {

template <class Probe>
class CoroSharded {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  CoroSharded(const Parameters& p, unsigned workers, Probe& probe)
      : p_(p), probe_(probe), picture_(p.pixels()), drawn_(workers), shards_(workers) {}

  Answer run(std::uint64_t nonce) {
    next_ = 0;
    shards_.run([&](coro::Loop& loop, unsigned shard) { return paint(loop, nonce, drawn_[shard]); });
    return {picture_, simul::total(drawn_)};
  }

 private:
  // Relaxed: a row's number says nothing of what other shards wrote; the end of the run does.
  coro::Task<> paint(coro::Loop& loop, std::uint64_t nonce, simul::Tally& drawn) {
    simul::Tally own;
    for (;;) {
      const std::size_t row = next_.fetch_add(1, std::memory_order_relaxed);
      if (row >= p_.rows()) break;
      probe_.begin(row);
      own += draw(p_, row, nonce, picture_);
      probe_.end(row);
      co_await loop.yield();
    }
    drawn = own;
  }

  const Parameters& p_;
  Probe& probe_;
  std::vector<Pixel> picture_;
  std::vector<simul::Tally> drawn_;  // per shard
  std::atomic<std::size_t> next_ = 0;
  coro::Sharded shards_;
};

const simul::Enter<Workload, CoroSharded> enter{"coro_sharded"};

}  // namespace
}  // namespace mandelbrot
