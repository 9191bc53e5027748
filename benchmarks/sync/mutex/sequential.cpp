// One task after the other: nobody else is there, and so there is no lock.
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/sync/mutex/workload.hpp"

namespace contention {
namespace {

template <class Probe>
class Sequential {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Sequential(const Parameters& p, unsigned, Probe&) : p_(p) {}
  Answer run(std::uint64_t nonce) { return do_all(p_, nonce); }

 private:
  const Parameters& p_;
};

const simul::Enter<Workload, Sequential> enter{"sequential"};

}  // namespace
}  // namespace contention
