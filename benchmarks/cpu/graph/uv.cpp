// Callbacks of one loop: a task that has all it needs is done by the idle handle, one on every turn, or its
// column's timer runs for it. It then counts down those that need it. libuv's timers count whole
// milliseconds: a short wait becomes one. https://docs.libuv.org/en/v1.x/guide/utilities.html (idler
// pattern), https://docs.libuv.org/en/v1.x/timer.html
#include <queue>

#include "benchmarks/cpu/graph/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/uv/idle.hpp"
#include "runtimes/uv/loop.hpp"
#include "runtimes/uv/timer.hpp"

namespace graph {
namespace {

template <class Probe>
class Uv {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Uv(const Parameters& p, unsigned, Probe& probe)
      : probe_(probe), graph_(p), outputs_(graph_.tasks()), columns_(static_cast<std::size_t>(p.width)) {
    idle_.open(loop_);
    for (Column& column : columns_) column.timer.open(loop_);
  }

  Tally run(std::uint64_t nonce) {
    tasks_.open(nonce);
    missing_.clear();
    for (Task task = 0; task < graph_.tasks(); ++task) {
      missing_.push_back(graph_.before(task).size());
      if (missing_.back() == 0) start(task);
    }
    loop_.run();
    return tasks_.tally();
  }

 private:
  struct Column {
    Uv* owner;
    Task waiting;  // one at a time
    uv::Timer timer;

    void on_due() {
      owner->tasks_.end(waiting, owner->probe_);
      owner->start_those_after(waiting);
    }
  };

  void start(Task task) {
    if (!graph_.parameters().waits()) {
      ready_.push(task);
      return idle_.template start<&Uv::run_next>(*this);
    }
    Column& column = columns_[static_cast<std::size_t>(graph_.place(task).column)];
    column.owner = this;
    column.waiting = task;
    column.timer.template start_at<&Column::on_due>(tasks_.begin(task, probe_), column);
  }

  void run_next() {
    const Task task = ready_.front();
    ready_.pop();
    tasks_.run(task, probe_);
    start_those_after(task);
    if (ready_.empty()) idle_.stop();
  }

  void start_those_after(Task done) {
    for (const Task task : graph_.after(done))
      if (--missing_[task] == 0) start(task);
  }

  Probe& probe_;
  Graph graph_;
  std::vector<Output> outputs_;
  Tasks tasks_{graph_, outputs_};
  std::vector<std::size_t> missing_;  // before each task
  std::queue<Task> ready_;
  std::vector<Column> columns_;
  uv::Idle idle_;
  uv::Loop loop_;  // last: it closes the handles
};

const simul::Enter<Workload, Uv> enter{"uv"};

}  // namespace
}  // namespace graph
