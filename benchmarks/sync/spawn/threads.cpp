// A thread per unit: started, and joined by the scope that it belongs to (std::jthread in a group of the
// engine). Nothing lighter exists in the standard library: std::async starts a thread too.
// https://en.cppreference.com/w/cpp/thread/jthread
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/sync/spawn/workload.hpp"
#include "runtimes/threads/group.hpp"

namespace spawn {
namespace {

template <class Probe>
class Threads {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;

  static std::optional<simul::Hole> unsupported(const Parameters& p, const simul::Limits& limits) {
    return limits.unmet({{simul::Supply::threads, p.at_once, "a thread per unit of a batch"}});
  }

  Threads(const Parameters& p, unsigned, Probe&) : p_(p) {}

  Tally run(std::uint64_t nonce) {
    std::vector<Tally> slots(static_cast<std::size_t>(p_.at_once));  // a unit writes to its own
    threads::Group units(slots.size());
    std::int64_t created = 0;
    for (std::int64_t batch = 0; batch < p_.batches(); ++batch) {
      for (Tally& slot : slots)
        units.spawn(
            [&slot, nonce, unit = static_cast<std::uint64_t>(created++)] { work(slot, nonce, unit); });
      units.join();
    }
    Tally tally{created};
    for (const Tally& slot : slots) tally += slot;
    return tally;
  }

 private:
  const Parameters& p_;
};

const simul::Enter<Workload, Threads> enter{"threads"};

}  // namespace
}  // namespace spawn
