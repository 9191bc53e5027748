// Plain recursion: a function call is the cheapest unit there is.
#include "benchmarks/cpu/fib/workload.hpp"
#include "benchmarks/harness/enter.hpp"

namespace fib {
namespace {

template <class Probe>
class Sequential {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Sequential(const Parameters& p, unsigned, Probe&) : p_(p) {}

  Answer run(std::uint64_t nonce) {
    const Sum sum = call(p_.n, nonce);
    return {sum, sum.calls};
  }

 private:
  const Parameters& p_;
};

const simul::Enter<Workload, Sequential> enter{"sequential"};

}  // namespace
}  // namespace fib
