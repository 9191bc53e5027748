// A thread per task and a semaphore for each: whoever has had its turn releases its neighbour's. That is the
// hand-over that threads have. sched_yield() is not one: with a processor for each nobody need go, and
// sched_yield(2) calls its use outside real-time scheduling "most likely a broken design".
// sem_overview(7), sched_yield(2)
#include <deque>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/sync/switch/workload.hpp"
#include "runtimes/threads/group.hpp"
#include "runtimes/threads/semaphore.hpp"

namespace switching {
namespace {

template <class Probe>
class Threads {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;

  static std::optional<simul::Hole> unsupported(const Parameters& p, const simul::Limits& limits) {
    return limits.unmet({{simul::Supply::threads, p.tasks, "a thread per task"}});
  }

  Threads(const Parameters& p, unsigned, Probe&) : p_(p) {
    for (std::int64_t task = 0; task < p.tasks; ++task) turn_of_.emplace_back(0U);
  }

  Ledger run(std::uint64_t nonce) {
    Baton baton;
    std::vector<Hand> hands(turn_of_.size());
    threads::Group players(turn_of_.size());
    for (std::uint64_t task = 0; task < p_.stride(); ++task)
      players.spawn([this, nonce, task, &baton, &hand = hands[task]] { hand = play(baton, nonce, task); });
    turn_of_[0].release();
    players.join();
    turn_of_[0].acquire();  // what the last player released
    Ledger ledger{baton.next};
    for (const Hand& hand : hands) ledger.add(hand);
    return ledger;
  }

 private:
  Hand play(Baton& baton, std::uint64_t nonce, std::uint64_t task) {
    Hand hand;
    threads::Semaphore& mine = turn_of_[task];
    threads::Semaphore& next = turn_of_[(task + 1) % p_.stride()];
    for (std::uint64_t turn = task; turn < p_.turns(); turn += p_.stride()) {
      mine.acquire();
      hand.take(baton, nonce, turn);
      next.release();
    }
    return hand;
  }

  const Parameters& p_;
  std::deque<threads::Semaphore> turn_of_;  // they cannot be moved
};

const simul::Enter<Workload, Threads> enter{"threads"};

}  // namespace
}  // namespace switching
