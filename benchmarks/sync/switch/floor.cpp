// The floor: callbacks in an intrusive first-in, first-out queue. A turn takes the first one out, calls it
// through its pointer and puts it back at the end: an event loop with nothing left to leave out.
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/sync/switch/workload.hpp"

namespace switching {
namespace {

struct Player;

// Those who are ready. The queue owns nobody.
class Queue {
 public:
  inline void push(Player& player);
  inline Player* pop();

 private:
  Player* first_ = nullptr;
  Player** last_ = &first_;  // the null at the end of the list
};

struct Player {
  Player* next;
  void (*call)(Player&);
  Queue* ready;
  Baton* baton;
  std::uint64_t nonce, turn, stride, turns;
  Hand hand;
};

void Queue::push(Player& player) {
  player.next = nullptr;
  *last_ = &player;
  last_ = &player.next;
}

Player* Queue::pop() {
  Player* const first = first_;
  if (!first) return nullptr;
  first_ = first->next;
  if (!first_) last_ = &first_;
  return first;
}

void take_turn(Player& player) {
  player.hand.take(*player.baton, player.nonce, player.turn);
  player.turn += player.stride;
  if (player.turn < player.turns) player.ready->push(player);
}

template <class Probe>
class Floor {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Floor(const Parameters& p, unsigned, Probe&) : p_(p), players_(p.stride()) {}

  Ledger run(std::uint64_t nonce) {
    Baton baton;
    Queue ready;
    for (std::uint64_t task = 0; task < players_.size(); ++task) {
      players_[task] = {nullptr, take_turn, &ready, &baton, nonce, task, p_.stride(), p_.turns(), {}};
      ready.push(players_[task]);
    }
    while (Player* const player = ready.pop()) player->call(*player);
    Ledger ledger{baton.next};
    for (const Player& player : players_) ledger.add(player.hand);
    return ledger;
  }

 private:
  const Parameters& p_;
  std::vector<Player> players_;
};

const simul::Enter<Workload, Floor> enter{"floor"};

}  // namespace
}  // namespace switching
