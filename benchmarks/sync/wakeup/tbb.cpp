// A task that suspends itself, and a thread outside the arena that resumes it: the purpose for which oneTBB has
// resumable tasks. The workers look for tasks for a while before they sleep, and are woken when one comes.
// https://oneapi-spec.uxlfoundation.org (oneTBB, task scheduler, resumable tasks)
#include <oneapi/tbb/task.h>
#include <oneapi/tbb/task_group.h>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/sync/wakeup/workload.hpp"
#include "runtimes/tbb/arena.hpp"

namespace wakeup {
namespace {

template <class Probe>
class Tbb {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  Tbb(const Parameters& p, unsigned workers, Probe&) : p_(p), arena_(workers) {}

  Answer run(std::uint64_t nonce) {
    Desk desk;
    std::vector<Response> log(p_.count());
    {
      const std::jthread waker([&] { desk.call_all(p_, nonce, [this] { resume(); }); });
      arena_.execute([&] {
        tbb::task_group task;
        task.run([&] {
          do suspend();
          while (desk.run(log));
        });
        task.wait();
      });
    }
    return desk.answer(log);
  }

 private:
  using Point = tbb::task::suspend_point;

  void suspend() {
    tbb::task::suspend([this](Point point) {
      suspended_.store(point, std::memory_order_release);
      suspended_.notify_one();
    });
  }
  // A point that is resumed twice, or before it was taken, is undefined: a waker that is too early waits for it.
  void resume() {
    suspended_.wait(nullptr, std::memory_order_acquire);
    tbb::task::resume(suspended_.exchange(nullptr, std::memory_order_acquire));
  }

  const Parameters& p_;
  std::atomic<Point> suspended_ = nullptr;  // null: it runs
  onetbb::Arena arena_;
};

const simul::Enter<Workload, Tbb> enter{"tbb"};

}  // namespace
}  // namespace wakeup
