// A coroutine per node on one loop.
#include "benchmarks/cpu/skynet/coro.hpp"

#include "benchmarks/harness/enter.hpp"

namespace skynet {
namespace {

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
