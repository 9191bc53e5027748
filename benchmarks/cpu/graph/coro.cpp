// A coroutine per column on one loop, and an event per task for those that need it: what asyncio's
// documentation has events for, many tasks told that something has happened.
// https://docs.python.org/3/library/asyncio-sync.html#event
#include "benchmarks/cpu/graph/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/coro/event.hpp"
#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/scope.hpp"

namespace graph {
namespace {

template <class Probe>
class Coro {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Coro(const Parameters& p, unsigned, Probe& probe)
      : probe_(probe), graph_(p), outputs_(graph_.tasks()), done_(graph_.tasks()) {}

  Tally run(std::uint64_t nonce) {
    tasks_.open(nonce);
    for (coro::Event& done : done_) done.clear();
    loop_.run(run_columns());
    return tasks_.tally();
  }

 private:
  coro::Task<> run_columns() {
    coro::Scope columns(loop_);
    for (std::int64_t column = 0; column < graph_.parameters().width; ++column)
      columns.spawn(run_column(column));
    co_await columns.join();
  }

  coro::Task<> run_column(std::int64_t column) {
    for (const Task task : graph_.column(column)) {
      for (const Task earlier : graph_.before(task)) co_await done_[earlier].wait();
      if (graph_.parameters().waits()) {
        const auto over = tasks_.begin(task, probe_);
        co_await loop_.sleep_until(over);
        tasks_.end(task, probe_);
      } else {
        tasks_.run(task, probe_);
      }
      done_[task].set();
    }
  }

  Probe& probe_;
  Graph graph_;
  std::vector<Output> outputs_;
  Tasks tasks_{graph_, outputs_};
  std::vector<coro::Event> done_;
  coro::Loop loop_;
};

const simul::Enter<Workload, Coro> enter{"coro"};

}  // namespace
}  // namespace graph
