// `workers` threads and a job per row: whoever is done takes the next from the queue, which balances by
// itself.
#include "benchmarks/cpu/mandelbrot/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/threads/pool.hpp"

namespace mandelbrot {
namespace {

template <class Probe>
class ThreadsPool {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  ThreadsPool(const Parameters& p, unsigned workers, Probe& probe)
      : p_(p), probe_(probe), picture_(p.pixels()), drawn_(p.rows()), pool_(workers) {}

  Answer run(std::uint64_t nonce) {
    for (std::size_t row = 0; row < p_.rows(); ++row) pool_.submit([=, this] { paint(row, nonce); });
    pool_.wait();
    return {picture_, simul::total(drawn_)};
  }

 private:
  void paint(std::size_t row, std::uint64_t nonce) {
    probe_.begin(row);
    drawn_[row] = draw(p_, row, nonce, picture_);
    probe_.end(row);
  }

  const Parameters& p_;
  Probe& probe_;
  std::vector<Pixel> picture_;
  std::vector<simul::Tally> drawn_;
  threads::Pool pool_;
};

const simul::Enter<Workload, ThreadsPool> enter{"threads_pool"};

}  // namespace
}  // namespace mandelbrot
