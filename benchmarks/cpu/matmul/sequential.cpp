// One tile after the other: blocked multiplication, as plain code has it.
#include "benchmarks/cpu/matmul/workload.hpp"
#include "benchmarks/harness/enter.hpp"

namespace matmul {
namespace {

template <class Probe>
class Sequential {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Sequential(const Parameters& p, unsigned, Probe& probe)
      : p_(p), probe_(probe), factors_(simul::made_once<Factors>(p)), product_(p.entries()) {}

  Answer run(std::uint64_t nonce) {
    simul::Tally done;
    for (std::size_t tile = 0; tile < p_.tiles(); ++tile) {
      probe_.begin(tile);
      done += factors_.multiply(tile, nonce, product_);
      probe_.end(tile);
    }
    return {product_, done};
  }

 private:
  const Parameters& p_;
  Probe& probe_;
  const Factors& factors_;
  std::vector<double> product_;
};

const simul::Enter<Workload, Sequential> enter{"sequential"};

}  // namespace
}  // namespace matmul
