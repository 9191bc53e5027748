// A process per sleeper, which leaves its wake-up in shared memory: an address space for every nap.
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/gather/workload.hpp"
#include "runtimes/fork/child.hpp"
#include "runtimes/fork/shared.hpp"
#include "runtimes/sequential/blocking.hpp"

namespace gather {
namespace {

template <class Probe>
class Fork {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;

  static std::optional<simul::Hole> unsupported(const Parameters& p, const simul::Limits& limits) {
    if (p.together() && p.sleepers > 1'000)
      return simul::Hole("more than 1,000 processes are not started within one nap");
    return limits.unmet({{simul::Supply::processes, p.sleepers, "a process per sleeper"}});
  }

  Fork(const Parameters& p, unsigned, Probe& probe)
      : p_(p), probe_(probe), wakes_(static_cast<std::size_t>(p.sleepers)) {}

  Answer run(std::uint64_t nonce) {
    with_state(p_, [&](auto bytes) { gather<bytes()>(nonce); });
    return {wakes_.begin(), wakes_.end()};
  }

 private:
  template <std::size_t bytes>
  void gather(std::uint64_t nonce) {
    std::vector<forked::Child> sleepers;
    sleepers.reserve(wakes_.size());
    for (std::size_t i = 0; i < wakes_.size(); ++i)
      sleepers.emplace_back(
          [this, i, nonce] { sleep<bytes>(p_, nonce, i, wakes_[i], probe_, sequential::sleep_until); });
    for (auto& sleeper : sleepers) sleeper.wait();
  }

  const Parameters& p_;
  Probe& probe_;
  forked::Shared<Wake> wakes_;
};

const simul::Enter<Workload, Fork> enter{"fork"};

}  // namespace
}  // namespace gather
