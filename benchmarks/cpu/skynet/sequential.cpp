// Plain recursion on one stack: a function call is the cheapest task there is.
#include "benchmarks/cpu/skynet/workload.hpp"
#include "benchmarks/harness/enter.hpp"

namespace skynet {
namespace {

template <class Probe>
class Sequential {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Sequential(const Parameters& p, unsigned, Probe&) : p_(p) {}
  Sum run(std::uint64_t nonce) { return add_up(root(p_, nonce)); }

 private:
  const Parameters& p_;
};

const simul::Enter<Workload, Sequential> enter{"sequential"};

}  // namespace
}  // namespace skynet
