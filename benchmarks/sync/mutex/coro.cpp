// Coroutines on one loop and its mutex, first come, first served. Between two awaits nobody else runs, and who
// never awaits while it has the lock needs none: here it yields once inside, so that the others come and find it
// taken. That is what asyncio's Lock is for. runtimes/coro/mutex.hpp
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/sync/mutex/workload.hpp"
#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/mutex.hpp"
#include "runtimes/coro/scope.hpp"

namespace contention {
namespace {

template <class Probe>
class Coro {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Coro(const Parameters& p, unsigned, Probe&) : p_(p) {}

  Answer run(std::uint64_t nonce) {
    Answer answer{start(nonce), std::vector<Visits>(p_.count())};
    loop_.run(visit_all(nonce, answer));
    return answer;
  }

 private:
  coro::Task<> visit_all(std::uint64_t nonce, Answer& answer) {
    coro::Mutex mutex;
    coro::Scope tasks(loop_);
    for (std::size_t task = 0; task < p_.count(); ++task)
      tasks.spawn(visit(mutex, answer.guarded, Visitor(p_, nonce, task), answer.visits[task]));
    co_await tasks.join();
  }

  coro::Task<> visit(coro::Mutex& mutex, Guarded& guarded, Visitor visitor, Visits& visits) {
    while (!visitor.over()) {
      visitor.ask();
      {
        const auto lock = co_await mutex.lock();
        visitor.come_in(guarded);
        co_await loop_.yield();
        visitor.leave(guarded);
      }
      visitor.rest();
    }
    visits = visitor.visits();
  }

  const Parameters& p_;
  coro::Loop loop_;
};

const simul::Enter<Workload, Coro> enter{"coro"};

}  // namespace
}  // namespace contention
