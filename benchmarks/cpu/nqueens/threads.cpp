// A thread per placement; the kernel's scheduler spreads them over the cores.
#include "benchmarks/cpu/nqueens/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/threads/group.hpp"

namespace nqueens {
namespace {

template <class Probe>
class Threads {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;

  Threads(const Parameters& p, unsigned, Probe& probe) : p_(p), probe_(probe), tasks_(placements(p)) {}

  Tally run(std::uint64_t nonce) {
    std::vector<Tally> found(tasks_.size());
    threads::Group searches(tasks_.size());
    for (std::size_t task = 0; task < tasks_.size(); ++task) {
      searches.spawn([&, task] {
        probe_.begin(task);
        found[task] = search(p_, tasks_[task], nonce, task);
        probe_.end(task);
      });
    }
    searches.join();
    return total(found);
  }

 private:
  const Parameters& p_;
  Probe& probe_;
  std::vector<Placement> tasks_;
};

const simul::Enter<Workload, Threads> enter{"threads"};

}  // namespace
}  // namespace nqueens
