// All turns by one loop: who does everything himself need not switch.
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/sync/switch/workload.hpp"

namespace switching {
namespace {

template <class Probe>
class Sequential {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Sequential(const Parameters& p, unsigned, Probe&) : p_(p) {}
  Ledger run(std::uint64_t nonce) { return take_all(p_, nonce); }

 private:
  const Parameters& p_;
};

const simul::Enter<Workload, Sequential> enter{"sequential"};

}  // namespace
}  // namespace switching
