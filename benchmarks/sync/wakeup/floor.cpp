// The floor: a futex, on which every other way to wake a thread of this process is built. The task sleeps while the
// word has the value it saw last; a go is one more and one system call. Nothing spins. futex(2)
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/sync/wakeup/workload.hpp"

namespace wakeup {
namespace {

class Futex {
 public:
  // One waiter, which passes once for each signal.
  void wait(std::uint32_t seen) {
    while (word_.load(std::memory_order_acquire) == seen) call(FUTEX_WAIT_PRIVATE, seen);
  }
  void signal() {
    word_.fetch_add(1, std::memory_order_release);  // pairs with the waiter's acquire
    call(FUTEX_WAKE_PRIVATE, 1);
  }

 private:
  // Returns at once if the word has changed, and now and then for nothing: the loop looks again.
  void call(int operation, std::uint32_t argument) {
    ::syscall(SYS_futex, &word_, operation, argument, nullptr, nullptr, 0);
  }

  std::atomic<std::uint32_t> word_ = 0;
};

template <class Probe>
class Floor {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;

  Floor(const Parameters& p, unsigned, Probe&) : p_(p) {}

  Answer run(std::uint64_t nonce) {
    Desk desk;
    Futex futex;
    std::vector<Response> log(p_.count());
    {
      const std::jthread waker([&] { desk.call_all(p_, nonce, [&] { futex.signal(); }); });
      std::uint32_t seen = 0;
      do futex.wait(seen++);
      while (desk.run(log));
    }
    return desk.answer(log);
  }

 private:
  const Parameters& p_;
};

const simul::Enter<Workload, Floor> enter{"floor"};

}  // namespace
}  // namespace wakeup
