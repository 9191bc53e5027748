// A function call per unit: on one stack nothing is created and nothing awaited, which is why calls are how
// sequential programs are put together.
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/sync/spawn/workload.hpp"

namespace spawn {
namespace {

template <class Probe>
class Sequential {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Sequential(const Parameters& p, unsigned, Probe&) : p_(p) {}
  Tally run(std::uint64_t nonce) { return call_all(p_, nonce); }

 private:
  const Parameters& p_;
};

const simul::Enter<Workload, Sequential> enter{"sequential"};

}  // namespace
}  // namespace spawn
