// A process per unit, which leaves its tally in shared memory and is waited for: fork, _exit and waitpid, the
// only way in which POSIX makes a process that goes on with the parent's memory. fork(2), waitpid(2)
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/sync/spawn/workload.hpp"
#include "runtimes/fork/child.hpp"
#include "runtimes/fork/shared.hpp"

namespace spawn {
namespace {

template <class Probe>
class Fork {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;

  static std::optional<simul::Hole> unsupported(const Parameters& p, const simul::Limits& limits) {
    return limits.unmet({{simul::Supply::processes, p.at_once, "a process per unit of a batch"}});
  }

  Fork(const Parameters& p, unsigned, Probe&) : p_(p) {}

  Tally run(std::uint64_t nonce) {
    const forked::Shared<Tally> slots(static_cast<std::size_t>(p_.at_once));  // a unit writes to its own
    std::vector<forked::Child> units;
    units.reserve(slots.size());
    std::int64_t created = 0;
    for (std::int64_t batch = 0; batch < p_.batches(); ++batch) {
      for (Tally& slot : slots)
        units.emplace_back(
            [&slot, nonce, unit = static_cast<std::uint64_t>(created++)] { work(slot, nonce, unit); });
      for (forked::Child& unit : units) unit.wait();
      units.clear();
    }
    Tally tally{created};
    for (const Tally& slot : slots) tally += slot;
    return tally;
  }

 private:
  const Parameters& p_;
};

const simul::Enter<Workload, Fork> enter{"fork"};

}  // namespace
}  // namespace spawn
