// The columns dealt out to loops, one per thread, in blocks, so that most neighbours are on one loop. Each
// loop has events of its own for all tasks: one that other loops need is also set there, by post.
#include "benchmarks/cpu/graph/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/coro/event.hpp"
#include "runtimes/coro/scope.hpp"
#include "runtimes/coro/sharded.hpp"

namespace graph {
namespace {

template <class Probe>
class CoroSharded {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  CoroSharded(const Parameters& p, unsigned workers, Probe& probe)
      : probe_(probe), graph_(p), outputs_(graph_.tasks()), shards_(workers) {
    for (unsigned shard = 0; shard < workers; ++shard) done_.emplace_back(graph_.tasks());
    for (Task task = 0; task < graph_.tasks(); ++task) needed_by_.push_back(shards_that_need(task));
  }

  Tally run(std::uint64_t nonce) {
    tasks_.open(nonce);
    for (Events& events : done_) std::ranges::for_each(events, &coro::Event::clear);
    shards_.run([this](coro::Loop& loop, unsigned shard) { return run_columns(loop, shard); });
    return tasks_.tally();
  }

 private:
  using Events = std::vector<coro::Event>;

  unsigned shard_of(std::int64_t column) const {
    return static_cast<unsigned>(column * shards_.size() / graph_.parameters().width);
  }
  std::vector<unsigned> shards_that_need(Task task) const {
    std::vector<unsigned> shards{shard_of(graph_.place(task).column)};  // its own first
    for (const Task later : graph_.after(task)) {
      const unsigned shard = shard_of(graph_.place(later).column);
      if (std::ranges::find(shards, shard) == shards.end()) shards.push_back(shard);
    }
    return shards;
  }

  coro::Task<> run_columns(coro::Loop& loop, unsigned shard) {
    coro::Scope columns(loop);
    for (std::int64_t column = 0; column < graph_.parameters().width; ++column)
      if (shard_of(column) == shard) columns.spawn(run_column(loop, column, done_[shard]));
    co_await columns.join();
  }

  coro::Task<> run_column(coro::Loop& loop, std::int64_t column, Events& done) {
    for (const Task task : graph_.column(column)) {
      for (const Task earlier : graph_.before(task)) co_await done[earlier].wait();
      if (graph_.parameters().waits()) {
        const auto over = tasks_.begin(task, probe_);
        co_await loop.sleep_until(over);
        tasks_.end(task, probe_);
      } else {
        tasks_.run(task, probe_);
      }
      done[task].set();
      for (const unsigned other : std::span(needed_by_[task]).subspan(1))
        shards_.post(other, [&event = done_[other][task]] { event.set(); });
    }
  }

  Probe& probe_;
  Graph graph_;
  std::vector<Output> outputs_;
  Tasks tasks_{graph_, outputs_};
  std::vector<Events> done_;                      // of each shard
  std::vector<std::vector<unsigned>> needed_by_;  // of each task
  coro::Sharded shards_;
};

const simul::Enter<Workload, CoroSharded> enter{"coro_sharded"};

}  // namespace
}  // namespace graph
