// Each item is used where it was made: who has no second task needs no channel.
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/sync/channel/workload.hpp"

namespace channel {
namespace {

template <class Probe>
class Sequential {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Sequential(const Parameters& p, unsigned, Probe&) : p_(p) {}
  Tally run(std::uint64_t nonce) { return hand_over_all(p_, nonce); }

 private:
  const Parameters& p_;
};

const simul::Enter<Workload, Sequential> enter{"sequential"};

}  // namespace
}  // namespace channel
