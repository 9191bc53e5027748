// A process per task, and a semaphore of one permit beside what it guards, in memory that all of them share: a
// futex, as between threads, free of system calls while nobody waits. A process that dies inside would keep it for
// ever, which a robust pthread mutex is for. sem_overview(7)
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/sync/mutex/workload.hpp"
#include "runtimes/fork/child.hpp"
#include "runtimes/fork/semaphore.hpp"
#include "runtimes/fork/shared.hpp"

namespace contention {
namespace {

struct Room {
  forked::Semaphore begin{0U}, key{1U};
  Guarded guarded{};
};

template <class Probe>
class Fork {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;

  static std::optional<simul::Hole> unsupported(const Parameters& p, const simul::Limits& limits) {
    return limits.unmet({{simul::Supply::processes, p.tasks, "a process per task"}});
  }

  Fork(const Parameters& p, unsigned, Probe&) : p_(p), room_(1), visits_(p.count()) {}

  Answer run(std::uint64_t nonce) {
    room_->guarded = start(nonce);
    std::vector<forked::Child> tasks;
    tasks.reserve(p_.count());
    for (std::size_t task = 0; task < p_.count(); ++task)
      tasks.emplace_back([&, task] { visits_[task] = visit(Visitor(p_, nonce, task)); });
    for (std::size_t task = 0; task < p_.count(); ++task) room_->begin.release();
    for (forked::Child& task : tasks) task.wait();
    return {room_->guarded, {visits_.begin(), visits_.end()}};
  }

 private:
  Visits visit(Visitor visitor) {
    room_->begin.acquire();  // all of them are there
    for (; !visitor.over(); visitor.rest()) {
      visitor.ask();
      room_->key.acquire();
      visitor.come_in(room_->guarded);
      visitor.leave(room_->guarded);
      room_->key.release();
    }
    return visitor.visits();
  }

  const Parameters& p_;
  forked::Shared<Room> room_;
  forked::Shared<Visits> visits_;  // each process writes to its own
};

const simul::Enter<Workload, Fork> enter{"fork"};

}  // namespace
}  // namespace contention
