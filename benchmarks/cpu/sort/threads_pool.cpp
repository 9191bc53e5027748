// `workers` threads, a job per leaf. A job must not wait for another on a pool: whoever finishes the second
// half of a node merges it, and so climbs the tree.
#include <atomic>

#include "benchmarks/cpu/sort/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/threads/pool.hpp"

namespace sorting {
namespace {

template <class Probe>
class ThreadsPool {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  ThreadsPool(const Parameters& p, unsigned workers, Probe&)
      : unsorted_(simul::made_once<Unsorted>(p)),
        even_(p.count()),
        odd_(p.count()),
        done_(p.nodes()),
        halves_done_(p.nodes()),
        pool_(workers) {}

  Answer run(std::uint64_t nonce) {
    for (auto& halves : halves_done_) halves = 0;
    for (Node leaf{done_.size() / 2 + 1}; leaf.number <= done_.size(); ++leaf.number)
      pool_.submit([=, this] { climb_from(leaf, nonce); });
    pool_.wait();
    return {even_, simul::total(done_)};
  }

 private:
  // acq_rel: the second to arrive sees what the first has written.
  void climb_from(Node node, std::uint64_t nonce) {
    sort(node, nonce);
    while (!node.is_root() && halves_done_[node.parent().task()].fetch_add(1, std::memory_order_acq_rel) == 1)
      sort(node = node.parent(), nonce);
  }

  void sort(Node node, std::uint64_t nonce) {
    done_[node.task()] = unsorted_.put_in_order(node, nonce, {even_, odd_});
  }

  const Unsorted& unsorted_;
  std::vector<std::uint64_t> even_, odd_;
  std::vector<simul::Tally> done_;
  std::vector<std::atomic<int>> halves_done_;  // per node
  threads::Pool pool_;
};

const simul::Enter<Workload, ThreadsPool> enter{"threads_pool"};

}  // namespace
}  // namespace sorting
