// From the top row to the bottom one.
#include "benchmarks/cpu/mandelbrot/workload.hpp"
#include "benchmarks/harness/enter.hpp"

namespace mandelbrot {
namespace {

template <class Probe>
class Sequential {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Sequential(const Parameters& p, unsigned, Probe& probe) : p_(p), probe_(probe), picture_(p.pixels()) {}

  Answer run(std::uint64_t nonce) {
    Answer answer{picture_, {}};
    for (std::size_t row = 0; row < p_.rows(); ++row) {
      probe_.begin(row);
      answer.rows += draw(p_, row, nonce, picture_);
      probe_.end(row);
    }
    return answer;
  }

 private:
  const Parameters& p_;
  Probe& probe_;
  std::vector<Pixel> picture_;
};

const simul::Enter<Workload, Sequential> enter{"sequential"};

}  // namespace
}  // namespace mandelbrot
