// A thread per node: a parent starts its two halves, joins them and merges.
#include "benchmarks/cpu/sort/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/threads/group.hpp"

namespace sorting {
namespace {

template <class Probe>
class Threads {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;

  Threads(const Parameters& p, unsigned, Probe&)
      : unsorted_(simul::made_once<Unsorted>(p)), even_(p.count()), odd_(p.count()), done_(p.nodes()) {}

  Answer run(std::uint64_t nonce) {
    threads::Group root(1);
    root.spawn([&] { sort({}, nonce); });
    root.join();
    return {even_, simul::total(done_)};
  }

 private:
  void sort(Node node, std::uint64_t nonce) {
    if (!unsorted_.is_leaf(node)) {
      threads::Group halves(2);
      for (const Node half : {node.left(), node.right()})
        halves.spawn([this, half, nonce] { sort(half, nonce); });
      halves.join();
    }
    done_[node.task()] = unsorted_.put_in_order(node, nonce, {even_, odd_});
  }

  const Unsorted& unsorted_;
  std::vector<std::uint64_t> even_, odd_;
  std::vector<simul::Tally> done_;
};

const simul::Enter<Workload, Threads> enter{"threads"};

}  // namespace
}  // namespace sorting
