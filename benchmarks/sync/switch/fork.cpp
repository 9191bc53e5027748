// A process per task and, in shared memory, a semaphore for each: whoever has had its turn releases its
// neighbour's. A semaphore that processes share is a futex, as between threads; two pipes would take four
// system calls for the same round. sem_overview(7)
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/sync/switch/workload.hpp"
#include "runtimes/fork/child.hpp"
#include "runtimes/fork/semaphore.hpp"
#include "runtimes/fork/shared.hpp"

namespace switching {
namespace {

template <class Probe>
class Fork {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;

  static std::optional<simul::Hole> unsupported(const Parameters& p, const simul::Limits& limits) {
    return limits.unmet({{simul::Supply::processes, p.tasks, "a process per task"}});
  }

  Fork(const Parameters& p, unsigned, Probe&)
      : p_(p), turn_of_(p.stride(), 0U), hands_(p.stride()), baton_(1) {}

  Ledger run(std::uint64_t nonce) {
    baton_[0] = {};
    std::vector<forked::Child> players;
    players.reserve(turn_of_.size());
    for (std::uint64_t task = 0; task < p_.stride(); ++task)
      players.emplace_back([this, nonce, task] { hands_[task] = play(nonce, task); });
    turn_of_[0].release();
    for (forked::Child& player : players) player.wait();
    turn_of_[0].acquire();  // what the last player released
    Ledger ledger{baton_->next};
    for (const Hand& hand : hands_) ledger.add(hand);
    return ledger;
  }

 private:
  Hand play(std::uint64_t nonce, std::uint64_t task) {
    Hand hand;
    forked::Semaphore& mine = turn_of_[task];
    forked::Semaphore& next = turn_of_[(task + 1) % p_.stride()];
    for (std::uint64_t turn = task; turn < p_.turns(); turn += p_.stride()) {
      mine.acquire();
      hand.take(baton_[0], nonce, turn);
      next.release();
    }
    return hand;
  }

  const Parameters& p_;
  forked::Shared<forked::Semaphore> turn_of_;
  forked::Shared<Hand> hands_;  // each process writes to its own
  forked::Shared<Baton> baton_;
};

const simul::Enter<Workload, Fork> enter{"fork"};

}  // namespace
}  // namespace switching
