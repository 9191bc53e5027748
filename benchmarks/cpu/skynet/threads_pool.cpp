// `workers` threads, a job per node. A job must not wait for another on a pool: the child that finishes last
// hands the parent's sum upwards.
#include <atomic>
#include <memory>

#include "benchmarks/cpu/skynet/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/threads/pool.hpp"

namespace skynet {
namespace {

// A node that waits for its children.
struct Parent {
  Parent* above;
  Sum* out;
  Parts parts{};
  std::atomic<unsigned> unfinished = fan_out;
};

template <class Probe>
class ThreadsPool {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  ThreadsPool(const Parameters& p, unsigned workers, Probe&) : p_(p), pool_(workers) {}

  Sum run(std::uint64_t nonce) {
    Sum out;
    pool_.submit([this, node = root(p_, nonce), &out] { visit(node, nullptr, out); });
    pool_.wait();
    return out;
  }

 private:
  void visit(Node node, Parent* above, Sum& out) {
    if (node.is_leaf()) return report(leaf(node), above, out);
    auto* parent = new Parent{above, &out};  // freed by the last of its children
    for (unsigned i = 0; i < fan_out; ++i)
      pool_.submit([this, parent, i, child = node.child(i)] { visit(child, parent, parent->parts[i]); });
  }

  // acq_rel: the last child sees what all the others wrote into the parts.
  static void report(Sum sum, Parent* parent, Sum& out) {
    out = sum;
    while (parent && parent->unfinished.fetch_sub(1, std::memory_order_acq_rel) == 1) {
      const std::unique_ptr<Parent> done(parent);
      *done->out = total(done->parts);
      parent = done->above;
    }
  }

  const Parameters& p_;
  threads::Pool pool_;
};

const simul::Enter<Workload, ThreadsPool> enter{"threads_pool"};

}  // namespace
}  // namespace skynet
