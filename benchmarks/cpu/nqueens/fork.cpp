// A process per placement, which leaves its tally in shared memory.
#include "benchmarks/cpu/nqueens/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/fork/child.hpp"
#include "runtimes/fork/shared.hpp"

namespace nqueens {
namespace {

template <class Probe>
class Fork {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;

  Fork(const Parameters& p, unsigned, Probe& probe)
      : p_(p), probe_(probe), tasks_(placements(p)), found_(tasks_.size()) {}

  Tally run(std::uint64_t nonce) {
    std::vector<forked::Child> searches;
    searches.reserve(tasks_.size());
    for (std::size_t task = 0; task < tasks_.size(); ++task) {
      searches.emplace_back([&, task] {
        probe_.begin(task);
        found_[task] = search(p_, tasks_[task], nonce, task);
        probe_.end(task);
      });
    }
    for (auto& child : searches) child.wait();
    return total(found_.span());
  }

 private:
  const Parameters& p_;
  Probe& probe_;
  std::vector<Placement> tasks_;
  forked::Shared<Tally> found_;
};

const simul::Enter<Workload, Fork> enter{"fork"};

}  // namespace
}  // namespace nqueens
