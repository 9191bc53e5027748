// A coroutine per task, which posts the rest of itself after each turn: io_context calls who is ready first come, first
// served. https://think-async.com/Asio/asio-1.22.1/doc/asio/reference/post.html
#include <asio/post.hpp>
#include <asio/use_awaitable.hpp>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/sync/switch/workload.hpp"
#include "runtimes/asio/loop.hpp"

namespace switching {
namespace {

template <class Probe>
class Asio {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Asio(const Parameters& p, unsigned, Probe&) : p_(p) {}

  Ledger run(std::uint64_t nonce) {
    Ledger ledger;
    Baton baton;
    for (std::uint64_t task = 0; task < p_.stride(); ++task) loop_.spawn(play(baton, nonce, task, ledger));
    loop_.run();
    ledger.turns = baton.next;
    return ledger;
  }

 private:
  asio::awaitable<void> play(Baton& baton, std::uint64_t nonce, std::uint64_t turn, Ledger& ledger) {
    Hand hand;
    for (; turn < p_.turns(); turn += p_.stride()) {
      hand.take(baton, nonce, turn);
      co_await asio::post(asio::use_awaitable);
    }
    ledger.add(hand);
  }

  const Parameters& p_;
  on_asio::Loop loop_;
};

const simul::Enter<Workload, Asio> enter{"asio"};

}  // namespace
}  // namespace switching
