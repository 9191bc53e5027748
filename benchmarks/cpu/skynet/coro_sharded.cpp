// The coroutines of `coro` on a loop per thread. A coroutine stays on its loop, so the tree is dealt out by
// subtrees, one for each of the root's hundred grandchildren; the eleven nodes above are added up when all are
// done.
#include "benchmarks/cpu/skynet/coro.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/coro/sharded.hpp"

namespace skynet {
namespace {

template <class Probe>
class CoroSharded {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  CoroSharded(const Parameters& p, unsigned workers, Probe&) : p_(p), shards_(workers) {}

  Sum run(std::uint64_t nonce) {
    const Node all = root(p_, nonce);
    std::array<Parts, fan_out> parts;
    shards_.run([&](coro::Loop& loop, unsigned shard) { return sum_share(loop, shard, all, parts); });
    Parts sums;
    for (unsigned i = 0; i < fan_out; ++i) sums[i] = total(parts[i]);
    return total(sums);
  }

 private:
  coro::Task<> sum_share(coro::Loop& loop, unsigned shard, Node all, std::array<Parts, fan_out>& parts) {
    coro::Scope subtrees(loop);
    for (unsigned i = shard; i < fan_out * fan_out; i += shards_.size()) {
      const unsigned parent = i / fan_out, sibling = i % fan_out;
      subtrees.spawn(sum(loop, all.child(parent).child(sibling), parts[parent][sibling]));
    }
    co_await subtrees.join();
  }

  const Parameters& p_;
  coro::Sharded shards_;
};

const simul::Enter<Workload, CoroSharded> enter{"coro_sharded"};

}  // namespace
}  // namespace skynet
