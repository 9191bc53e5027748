// Sleep, wake, sleep again: the sum of all naps. Long lists are extrapolated from their first sleepers.
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/gather/workload.hpp"
#include "runtimes/sequential/blocking.hpp"

namespace gather {
namespace {

template <class Probe>
class Sequential {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Sequential(const Parameters& p, unsigned, Probe& probe) : p_(p), probe_(probe) {}

  Answer run(std::uint64_t nonce) {
    Answer wakes(static_cast<std::size_t>(p_.sleepers));
    with_state(p_, [&](auto bytes) {
      for (std::size_t i = 0; i < wakes.size(); ++i)
        sleep<bytes()>(p_, nonce, i, wakes[i], probe_, sequential::sleep_until);
    });
    return wakes;
  }

 private:
  const Parameters& p_;
  Probe& probe_;
};

const simul::Enter<Workload, Sequential> enter{"sequential"};

}  // namespace
}  // namespace gather
