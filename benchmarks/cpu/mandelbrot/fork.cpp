// A process per row, drawing into a picture that all share. A short row is cheaper than its process.
#include "benchmarks/cpu/mandelbrot/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/fork/child.hpp"
#include "runtimes/fork/shared.hpp"

namespace mandelbrot {
namespace {

template <class Probe>
class Fork {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;

  Fork(const Parameters& p, unsigned, Probe& probe)
      : p_(p), probe_(probe), picture_(p.pixels()), drawn_(p.rows()) {}

  Answer run(std::uint64_t nonce) {
    std::vector<forked::Child> painters;
    painters.reserve(p_.rows());
    for (std::size_t row = 0; row < p_.rows(); ++row) painters.emplace_back([&, row] { paint(row, nonce); });
    for (auto& painter : painters) painter.wait();
    return {picture_.span(), simul::total(drawn_.span())};
  }

 private:
  void paint(std::size_t row, std::uint64_t nonce) {
    probe_.begin(row);
    drawn_[row] = draw(p_, row, nonce, picture_.span());
    probe_.end(row);
  }

  const Parameters& p_;
  Probe& probe_;
  forked::Shared<Pixel> picture_;
  forked::Shared<simul::Tally> drawn_;
};

const simul::Enter<Workload, Fork> enter{"fork"};

}  // namespace
}  // namespace mandelbrot
