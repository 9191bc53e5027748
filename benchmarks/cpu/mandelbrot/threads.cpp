// A thread per row: balancing is left to the kernel's scheduler, which has no other way than to share out
// time.
#include "benchmarks/cpu/mandelbrot/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/threads/group.hpp"

namespace mandelbrot {
namespace {

template <class Probe>
class Threads {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;

  Threads(const Parameters& p, unsigned, Probe& probe)
      : p_(p), probe_(probe), picture_(p.pixels()), drawn_(p.rows()) {}

  Answer run(std::uint64_t nonce) {
    threads::Group painters(p_.rows());
    for (std::size_t row = 0; row < p_.rows(); ++row) {
      painters.spawn([this, row, nonce] {
        probe_.begin(row);
        drawn_[row] = draw(p_, row, nonce, picture_);
        probe_.end(row);
      });
    }
    painters.join();
    return {picture_, simul::total(drawn_)};
  }

 private:
  const Parameters& p_;
  Probe& probe_;
  std::vector<Pixel> picture_;
  std::vector<simul::Tally> drawn_;
};

const simul::Enter<Workload, Threads> enter{"threads"};

}  // namespace
}  // namespace mandelbrot
