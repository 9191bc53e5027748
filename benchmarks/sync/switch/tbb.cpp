// A task each, which suspends itself and resumes its neighbour: resumable tasks are oneTBB's only way to
// leave a task in the middle. The worker changes to another stack, and the neighbour goes through the
// scheduler's queue of resumed tasks.
// https://oneapi-spec.uxlfoundation.org (oneTBB, task scheduler, resumable tasks)
#include <oneapi/tbb/task.h>
#include <oneapi/tbb/task_group.h>

#include <atomic>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/sync/switch/workload.hpp"
#include "runtimes/tbb/arena.hpp"
#include "runtimes/tbb/limits.hpp"

namespace switching {
namespace {

template <class Probe>
class Tbb {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  static std::optional<simul::Hole> unsupported(const Parameters& p, const simul::Limits&) {
    const auto most = static_cast<std::int64_t>(onetbb::most_suspended_tasks());
    return simul::too_many(p.tasks, most, "stacks", "a suspended task maps one");
  }

  Tbb(const Parameters& p, unsigned workers, Probe&) : p_(p), suspended_(p.stride()), arena_(workers) {}

  Ledger run(std::uint64_t nonce) {
    Baton baton;
    std::vector<Hand> hands(p_.stride());
    seated_ = 0;
    arena_.execute([&] {
      tbb::task_group players;
      for (std::uint64_t task = 0; task < p_.stride(); ++task)
        players.run([this, nonce, task, &baton, &hand = hands[task]] { hand = play(baton, nonce, task); });
      players.wait();
    });
    Ledger ledger{baton.next};
    for (const Hand& hand : hands) ledger.add(hand);
    return ledger;
  }

 private:
  using Point = tbb::task::suspend_point;

  // A task is resumed only by its neighbour, which was resumed after it had suspended itself.
  Hand play(Baton& baton, std::uint64_t nonce, std::uint64_t task) {
    Hand hand;
    tbb::task::suspend([this, task](Point point) { sit_down(task, point); });
    hand.take(baton, nonce, task);
    for (std::uint64_t turn = task + p_.stride(); turn < p_.turns(); turn += p_.stride()) {
      tbb::task::suspend([this, task](Point point) {
        suspended_[task] = point;
        resume_after(task);
      });
      hand.take(baton, nonce, turn);
    }
    if (task + 1 < p_.stride()) resume_after(task);  // the last turn of all is the last task's
    return hand;
  }

  // acq_rel: whoever comes last, and begins, sees all the others seated.
  void sit_down(std::uint64_t task, Point point) {
    suspended_[task] = point;
    if (seated_.fetch_add(1, std::memory_order_acq_rel) + 1 == p_.stride()) tbb::task::resume(suspended_[0]);
  }
  void resume_after(std::uint64_t task) { tbb::task::resume(suspended_[(task + 1) % p_.stride()]); }

  const Parameters& p_;
  std::vector<Point> suspended_;
  std::atomic<std::uint64_t> seated_ = 0;
  onetbb::Arena arena_;
};

const simul::Enter<Workload, Tbb> enter{"tbb"};

}  // namespace
}  // namespace switching
