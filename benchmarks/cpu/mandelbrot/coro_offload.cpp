// A coroutine for each of the pool's threads takes the next row, has it drawn and comes back for another.
// They share the loop's thread, so that the next row needs no lock, and no more rows are under way than
// threads to draw them.
#include "benchmarks/cpu/mandelbrot/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/offload.hpp"
#include "runtimes/coro/scope.hpp"

namespace mandelbrot {
namespace {

template <class Probe>
class CoroOffload {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  CoroOffload(const Parameters& p, unsigned workers, Probe& probe)
      : p_(p), probe_(probe), workers_(workers), picture_(p.pixels()), pool_(workers) {}

  Answer run(std::uint64_t nonce) {
    next_ = 0, drawn_ = {};
    loop_.run(draw_all(nonce));
    return {picture_, drawn_};
  }

 private:
  coro::Task<> draw_all(std::uint64_t nonce) {
    coro::Scope painters(loop_);
    for (unsigned i = 0; i < workers_; ++i) painters.spawn(paint(nonce));
    co_await painters.join();
  }

  coro::Task<> paint(std::uint64_t nonce) {
    while (next_ < p_.rows()) {
      const std::size_t row = next_++;
      const simul::Tally one =
          co_await coro::offload(pool_, [this, row, nonce] { return draw_on_pool(row, nonce); });
      drawn_ += one;
    }
  }

  simul::Tally draw_on_pool(std::size_t row, std::uint64_t nonce) {
    probe_.begin(row);
    const simul::Tally one = draw(p_, row, nonce, picture_);
    probe_.end(row);
    return one;
  }

  const Parameters& p_;
  Probe& probe_;
  const unsigned workers_;
  std::vector<Pixel> picture_;
  std::size_t next_ = 0;
  simul::Tally drawn_;
  coro::ThreadPool pool_;
  coro::Loop loop_;
};

const simul::Enter<Workload, CoroOffload> enter{"coro_offload"};

}  // namespace
}  // namespace mandelbrot
