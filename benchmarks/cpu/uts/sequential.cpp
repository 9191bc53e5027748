// One node after the other, with a stack of its own: the deeper tree has 1,572 levels.
#include "benchmarks/cpu/uts/workload.hpp"
#include "benchmarks/harness/enter.hpp"

namespace uts {
namespace {

template <class Probe>
class Sequential {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Sequential(const Parameters& p, unsigned, Probe&) : p_(p) {}
  Tally run(std::uint64_t nonce) { return search_all(p_, nonce); }

 private:
  const Parameters& p_;
};

const simul::Enter<Workload, Sequential> enter{"sequential"};

}  // namespace
}  // namespace uts
