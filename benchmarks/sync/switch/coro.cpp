// A coroutine per task, which yields after each turn: the loop's ready queue is first come, first served, so
// that everybody else goes first. It is what asyncio's `await sleep(0)` does. runtimes/coro/yield.hpp
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/sync/switch/workload.hpp"
#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/scope.hpp"

namespace switching {
namespace {

template <class Probe>
class Coro {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Coro(const Parameters& p, unsigned, Probe&) : p_(p) {}

  Ledger run(std::uint64_t nonce) {
    Ledger ledger;
    loop_.run(play_all(nonce, ledger));
    return ledger;
  }

 private:
  coro::Task<> play_all(std::uint64_t nonce, Ledger& ledger) {
    Baton baton;
    coro::Scope players(loop_);
    for (std::uint64_t task = 0; task < p_.stride(); ++task) players.spawn(play(baton, nonce, task, ledger));
    co_await players.join();
    ledger.turns = baton.next;
  }

  coro::Task<> play(Baton& baton, std::uint64_t nonce, std::uint64_t turn, Ledger& ledger) {
    Hand hand;
    for (; turn < p_.turns(); turn += p_.stride()) {
      hand.take(baton, nonce, turn);
      co_await loop_.yield();
    }
    ledger.add(hand);
  }

  const Parameters& p_;
  coro::Loop loop_;
};

const simul::Enter<Workload, Coro> enter{"coro"};

}  // namespace
}  // namespace switching
