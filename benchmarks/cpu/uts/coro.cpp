// A coroutine per node on one loop, which awaits its children in turn: plain recursion, but in frames of
// which no stack must hold 1,572. Spawned all at once, every node of the widest level would have a frame at
// the same time.
#include "benchmarks/cpu/uts/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/coro/loop.hpp"

namespace uts {
namespace {

template <class Probe>
class Coro {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Coro(const Parameters& p, unsigned, Probe&) : p_(p) {}

  Tally run(std::uint64_t nonce) {
    Tally found;
    loop_.run(search(root(p_), nonce, found));
    return found;
  }

 private:
  coro::Task<> search(Node node, std::uint64_t nonce, Tally& found) {
    const int children = visit(p_, node, nonce, found);
    for (int i = 0; i < children; ++i) co_await search(child(node, i), nonce, found);
  }

  const Parameters& p_;
  coro::Loop loop_;
};

const simul::Enter<Workload, Coro> enter{"coro"};

}  // namespace
}  // namespace uts
