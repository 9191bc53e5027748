// An idle handle per task, which the loop calls once on every turn: libuv's own way to do long work in
// pieces, and between the pieces it looks for events. https://docs.libuv.org/en/v1.x/idle.html
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/sync/switch/workload.hpp"
#include "runtimes/uv/idle.hpp"
#include "runtimes/uv/loop.hpp"

namespace switching {
namespace {

struct TurnPlayer {
  Baton* baton = nullptr;
  std::uint64_t nonce = 0, turn = 0, stride = 0, turns = 0;
  Hand hand{};
  uv::Idle handle{};

  void on_turn() {
    hand.take(*baton, nonce, turn);
    turn += stride;
    if (turn >= turns) handle.stop();
  }
};

template <class Probe>
class Uv {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Uv(const Parameters& p, unsigned, Probe&) : p_(p), players_(p.stride()) {
    for (TurnPlayer& player : players_) player.handle.open(loop_);
  }

  Ledger run(std::uint64_t nonce) {
    Baton baton;
    for (std::uint64_t task = p_.stride(); task-- > 0;) {  // libuv calls first whom it was given last
      TurnPlayer& player = players_[task];
      player.baton = &baton;
      player.hand = {};
      player.nonce = nonce;
      player.turn = task;
      player.stride = p_.stride();
      player.turns = p_.turns();
      player.handle.start<&TurnPlayer::on_turn>(player);
    }
    loop_.run();
    Ledger ledger{baton.next};
    for (const TurnPlayer& player : players_) ledger.add(player.hand);
    return ledger;
  }

 private:
  const Parameters& p_;
  std::vector<TurnPlayer> players_;
  uv::Loop loop_;  // last: it closes the handles
};

const simul::Enter<Workload, Uv> enter{"uv"};

}  // namespace
}  // namespace switching
