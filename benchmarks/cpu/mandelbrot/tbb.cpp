// parallel_reduce over the rows with oneTBB's own partitioner, which splits further where a thread has run
// out of work: what it is there for. https://oneapi-spec.uxlfoundation.org (oneTBB, algorithms,
// auto_partitioner)
#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/parallel_reduce.h>

#include "benchmarks/cpu/mandelbrot/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/tbb/arena.hpp"

namespace mandelbrot {
namespace {

template <class Probe>
class Tbb {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  Tbb(const Parameters& p, unsigned workers, Probe& probe)
      : p_(p), probe_(probe), picture_(p.pixels()), arena_(workers) {}

  Answer run(std::uint64_t nonce) {
    using Rows = tbb::blocked_range<std::size_t>;
    const auto paint = [&](const Rows& rows, simul::Tally drawn) {
      for (std::size_t row = rows.begin(); row < rows.end(); ++row) {
        probe_.begin(row);
        drawn += draw(p_, row, nonce, picture_);
        probe_.end(row);
      }
      return drawn;
    };
    const auto both = [](simul::Tally above, const simul::Tally& below) { return above += below; };
    return arena_.execute([&] {
      return Answer{picture_, tbb::parallel_reduce(Rows(0, p_.rows()), simul::Tally{}, paint, both)};
    });
  }

 private:
  const Parameters& p_;
  Probe& probe_;
  std::vector<Pixel> picture_;
  onetbb::Arena arena_;
};

const simul::Enter<Workload, Tbb> enter{"tbb"};

}  // namespace
}  // namespace mandelbrot
