// One coroutine draws, and gives way after every row, as it must where others share its loop. One thread:
// what there is to balance here, a loop alone cannot.
#include "benchmarks/cpu/mandelbrot/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/coro/loop.hpp"

namespace mandelbrot {
namespace {

template <class Probe>
class Coro {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Coro(const Parameters& p, unsigned, Probe& probe) : p_(p), probe_(probe), picture_(p.pixels()) {}

  Answer run(std::uint64_t nonce) { return {picture_, loop_.run(draw_all(nonce))}; }

 private:
  coro::Task<simul::Tally> draw_all(std::uint64_t nonce) {
    simul::Tally drawn;
    for (std::size_t row = 0; row < p_.rows(); ++row) {
      probe_.begin(row);
      drawn += draw(p_, row, nonce, picture_);
      probe_.end(row);
      co_await loop_.yield();
    }
    co_return drawn;
  }

  const Parameters& p_;
  Probe& probe_;
  std::vector<Pixel> picture_;
  coro::Loop loop_;
};

const simul::Enter<Workload, Coro> enter{"coro"};

}  // namespace
}  // namespace mandelbrot
