// The wait of C++20's atomics: no mutex and no condition variable, a futex beneath. libstdc++ looks at the value some
// times and yields before it sleeps, so that a go that comes at once costs no system call.
// https://en.cppreference.com/w/cpp/atomic/atomic/wait
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/sync/wakeup/workload.hpp"
#include "runtimes/threads/group.hpp"

namespace wakeup {
namespace {

template <class Probe>
class ThreadsFutex {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;

  ThreadsFutex(const Parameters& p, unsigned, Probe&) : p_(p) {}

  Answer run(std::uint64_t nonce) {
    Desk desk;
    std::vector<Response> log(p_.count());
    std::atomic<int> called = 0;
    threads::Group task_and_waker(2);
    task_and_waker.spawn([&] {
      for (int seen = 0;; ++seen) {
        called.wait(seen);
        if (!desk.run(log)) return;
      }
    });
    task_and_waker.spawn([&] {
      desk.call_all(p_, nonce, [&] {
        ++called;
        called.notify_one();
      });
    });
    task_and_waker.join();
    return desk.answer(log);
  }

 private:
  const Parameters& p_;
};

const simul::Enter<Workload, ThreadsFutex> enter{"threads_futex"};

}  // namespace
}  // namespace wakeup
