// A thread per task and std::mutex. In glibc it is not fair: whoever releases it and asks again at once gets it
// before the one that has just been woken for it, which saves a context switch and makes that one wait.
// https://en.cppreference.com/w/cpp/thread/mutex
#include <barrier>
#include <mutex>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/sync/mutex/workload.hpp"
#include "runtimes/threads/group.hpp"

namespace contention {
namespace {

template <class Probe>
class Threads {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;

  static std::optional<simul::Hole> unsupported(const Parameters& p, const simul::Limits& limits) {
    return limits.unmet({{simul::Supply::threads, p.tasks, "a thread per task"}});
  }

  Threads(const Parameters& p, unsigned, Probe&) : p_(p) {}

  Answer run(std::uint64_t nonce) {
    Answer answer{start(nonce), std::vector<Visits>(p_.count())};
    std::barrier all_here(p_.tasks);  // or the first would be done before the last has been started
    std::mutex mutex;
    threads::Group tasks(p_.count());
    for (std::size_t task = 0; task < p_.count(); ++task)
      tasks.spawn([&, task] {
        all_here.arrive_and_wait();
        answer.visits[task] = visit(mutex, answer.guarded, Visitor(p_, nonce, task));
      });
    tasks.join();
    return answer;
  }

 private:
  static Visits visit(std::mutex& mutex, Guarded& guarded, Visitor visitor) {
    for (; !visitor.over(); visitor.rest()) {  // whose rest begins when the lock's scope has ended
      visitor.ask();
      const std::scoped_lock lock(mutex);
      visitor.come_in(guarded);
      visitor.leave(guarded);
    }
    return visitor.visits();
  }

  const Parameters& p_;
};

const simul::Enter<Workload, Threads> enter{"threads"};

}  // namespace
}  // namespace contention
