// A process per node: a parent forks its two halves, waits for both and merges what they have left in shared
// memory.
#include "benchmarks/cpu/sort/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/fork/child.hpp"
#include "runtimes/fork/shared.hpp"

namespace sorting {
namespace {

template <class Probe>
class Fork {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;

  Fork(const Parameters& p, unsigned, Probe&)
      : unsorted_(simul::made_once<Unsorted>(p)), even_(p.count()), odd_(p.count()), done_(p.nodes()) {}

  Answer run(std::uint64_t nonce) {
    forked::Child root([&] { sort({}, nonce); });
    root.wait();
    return {even_.span(), simul::total(done_.span())};
  }

 private:
  void sort(Node node, std::uint64_t nonce) {
    if (!unsorted_.is_leaf(node)) {
      forked::Child left([&] { sort(node.left(), nonce); }), right([&] { sort(node.right(), nonce); });
      left.wait();
      right.wait();
    }
    done_[node.task()] = unsorted_.put_in_order(node, nonce, {even_.span(), odd_.span()});
  }

  const Unsorted& unsorted_;
  forked::Shared<std::uint64_t> even_, odd_;
  forked::Shared<simul::Tally> done_;
};

const simul::Enter<Workload, Fork> enter{"fork"};

}  // namespace
}  // namespace sorting
