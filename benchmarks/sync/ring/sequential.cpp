// A function call per hop: who does everything himself hands nothing on.
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/sync/ring/workload.hpp"

namespace ring {
namespace {

template <class Probe>
class Sequential {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Sequential(const Parameters& p, unsigned, Probe&) : p_(p) {}
  Answer run(std::uint64_t nonce) { return call_all(p_, nonce); }

 private:
  const Parameters& p_;
};

const simul::Enter<Workload, Sequential> enter{"sequential"};

}  // namespace
}  // namespace ring
