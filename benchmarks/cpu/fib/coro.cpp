// A coroutine in the place of every call, on one loop: the price of a coroutine as a function.
#include "benchmarks/cpu/fib/coro.hpp"

#include "benchmarks/harness/enter.hpp"
#include "runtimes/coro/loop.hpp"

namespace fib {
namespace {

template <class Probe>
class Coro {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Coro(const Parameters& p, unsigned, Probe&) : p_(p) {}

  Answer run(std::uint64_t nonce) {
    const Sum sum = loop_.run(call_in_coroutine(p_.n, nonce));
    return {sum, sum.calls};
  }

 private:
  const Parameters& p_;
  coro::Loop loop_;
};

const simul::Enter<Workload, Coro> enter{"coro"};

}  // namespace
}  // namespace fib
