// A coroutine per node; a parent spawns its ten children into a scope and awaits them all.
#include "benchmarks/cpu/skynet/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/scope.hpp"

namespace skynet {
namespace {

coro::Task<> sum(coro::Loop& loop, Node node, Sum& out) {
  if (node.is_leaf()) {
    out = leaf(node);
    co_return;
  }
  Parts parts;
  coro::Scope children(loop);
  for (unsigned i = 0; i < fan_out; ++i) children.spawn(sum(loop, node.child(i), parts[i]));
  co_await children.join();
  out = total(parts);
}

template <class Probe>
class Coro {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Coro(const Parameters& p, unsigned, Probe&) : p_(p) {}

  Sum run(std::uint64_t nonce) {
    Sum out;
    loop_.run(sum(loop_, root(p_, nonce), out));
    return out;
  }

 private:
  const Parameters& p_;
  coro::Loop loop_;
};

const simul::Enter<Workload, Coro> enter{"coro"};

}  // namespace
}  // namespace skynet
