// A task per unit in a task_group, the scope in which oneTBB's tasks are spawned and waited for. An awaited
// unit is run() and wait(): run_and_wait(), which its manual recommends, may call the unit as a function, and
// everybody else makes a task of every unit.
// https://oneapi-spec.uxlfoundation.org (oneTBB, task scheduler, task_group)
#include <oneapi/tbb/task_group.h>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/sync/spawn/workload.hpp"
#include "runtimes/tbb/arena.hpp"

namespace spawn {
namespace {

template <class Probe>
class Tbb {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  Tbb(const Parameters& p, unsigned workers, Probe&)
      : p_(p), slots_(static_cast<std::size_t>(p.at_once)), arena_(workers) {}

  Tally run(std::uint64_t nonce) {
    slots_.assign(slots_.size(), {});
    Tally tally;
    tally.created = arena_.execute([&] { return spawn_all(nonce); });
    for (const Tally& slot : slots_) tally += slot;
    return tally;
  }

 private:
  std::int64_t spawn_all(std::uint64_t nonce) {
    std::int64_t created = 0;
    tbb::task_group units;
    for (std::int64_t batch = 0; batch < p_.batches(); ++batch) {
      for (Tally& slot : slots_)
        units.run([&slot, nonce, unit = static_cast<std::uint64_t>(created++)] { work(slot, nonce, unit); });
      units.wait();
    }
    return created;
  }

  const Parameters& p_;
  std::vector<Tally> slots_;  // a unit writes to its own: two workers share no counter
  onetbb::Arena arena_;
};

const simul::Enter<Workload, Tbb> enter{"tbb"};

}  // namespace
}  // namespace spawn
