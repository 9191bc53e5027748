// A flag under a mutex, and a condition variable: how the standard library has one thread wait for another.
// https://en.cppreference.com/w/cpp/thread/condition_variable
#include <condition_variable>
#include <mutex>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/sync/wakeup/workload.hpp"
#include "runtimes/threads/group.hpp"

namespace wakeup {
namespace {

class Flag {
 public:
  void raise() {
    {
      const std::lock_guard lock(mutex_);
      raised_ = true;
    }
    changed_.notify_one();  // without the lock: who wakes need not wait for it
  }
  void wait_and_lower() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return raised_; });
    raised_ = false;
  }

 private:
  std::mutex mutex_;
  bool raised_ = false;
  std::condition_variable changed_;
};

template <class Probe>
class Threads {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;

  Threads(const Parameters& p, unsigned, Probe&) : p_(p) {}

  Answer run(std::uint64_t nonce) {
    Desk desk;
    Flag flag;
    std::vector<Response> log(p_.count());
    threads::Group both(2);
    both.spawn([&] {
      do flag.wait_and_lower();
      while (desk.run(log));
    });
    both.spawn([&] { desk.call_all(p_, nonce, [&] { flag.raise(); }); });
    both.join();
    return desk.answer(log);
  }

 private:
  const Parameters& p_;
};

const simul::Enter<Workload, Threads> enter{"threads"};

}  // namespace
}  // namespace wakeup
