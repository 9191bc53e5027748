// A coroutine per unit. A child that its parent needs at once is awaited: a frame from the pool and two
// symmetric transfers, no queue. Children that may run in any order are spawned into a scope and joined.
// runtimes/coro/task.hpp and scope.hpp say so.
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/sync/spawn/workload.hpp"
#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/scope.hpp"

namespace spawn {
namespace {

coro::Task<std::uint64_t> answer(Tally& tally, std::uint64_t nonce, std::uint64_t unit) {
  ++tally.started;
  co_return value(nonce, unit);
}

coro::Task<> complete(Tally& tally, std::uint64_t nonce, std::uint64_t unit) {
  work(tally, nonce, unit);
  co_return;
}

template <class Probe>
class Coro {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Coro(const Parameters& p, unsigned, Probe&) : p_(p) {}

  Tally run(std::uint64_t nonce) {
    Tally tally;
    loop_.run(p_.awaited() ? await_all(tally, nonce) : spawn_all(tally, nonce));
    return tally;
  }

 private:
  coro::Task<> await_all(Tally& tally, std::uint64_t nonce) {
    for (std::uint64_t unit = 0; unit < static_cast<std::uint64_t>(p_.units); ++unit) {
      ++tally.created;
      tally.complete(co_await answer(tally, nonce, unit));
    }
  }

  coro::Task<> spawn_all(Tally& tally, std::uint64_t nonce) {
    std::uint64_t unit = 0;
    coro::Scope children(loop_);
    for (std::int64_t batch = 0; batch < p_.batches(); ++batch) {
      for (std::int64_t i = 0; i < p_.at_once; ++i) {
        ++tally.created;
        children.spawn(complete(tally, nonce, unit++));
      }
      co_await children.join();
    }
  }

  const Parameters& p_;
  coro::Loop loop_;
};

const simul::Enter<Workload, Coro> enter{"coro"};

}  // namespace
}  // namespace spawn
