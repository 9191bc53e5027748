// A coroutine per call down to the cut-off, and below it a pool of threads that calls for the loop: what a
// program does with work that would hold up its loop. runtimes/coro/offload.hpp
#include "benchmarks/cpu/fib/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/coro/gather.hpp"
#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/offload.hpp"

namespace fib {
namespace {

template <class Probe>
class CoroOffload {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  CoroOffload(const Parameters& p, unsigned workers, Probe&) : p_(p), pool_(workers) {}

  Answer run(std::uint64_t nonce) { return loop_.run(call_here(p_.n, nonce)); }

 private:
  coro::Task<Answer> call_here(std::int64_t n, std::uint64_t nonce) {
    if (p_.cut(n)) co_return unit(co_await coro::offload(pool_, [n, nonce] { return call(n, nonce); }));
    const auto [first, second] = co_await coro::gather(call_here(n - 1, nonce), call_here(n - 2, nonce));
    co_return joined(first, second);
  }

  const Parameters& p_;
  coro::ThreadPool pool_;
  coro::Loop loop_;
};

const simul::Enter<Workload, CoroOffload> enter{"coro_offload"};

}  // namespace
}  // namespace fib
