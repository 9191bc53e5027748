// A task is work for libuv's pool; the loop's thread, to which every one of them reports, counts down those
// that need it and queues whoever has all. https://docs.libuv.org/en/v1.x/threadpool.html
#include "benchmarks/cpu/graph/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/uv/loop.hpp"
#include "runtimes/uv/pool.hpp"
#include "runtimes/uv/work.hpp"

namespace graph {
namespace {

template <class Probe>
class UvPool {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  static std::optional<simul::Hole> unsupported(const Parameters& p, const simul::Limits& limits) {
    if (p.waits()) return simul::Hole("a wait is the loop's, and not for a thread of the pool: that is `uv`");
    return uv::too_large(limits.workers);
  }

  UvPool(const Parameters& p, unsigned workers, Probe& probe)
      : probe_(probe), graph_(p), outputs_(graph_.tasks()), jobs_(graph_.tasks()) {
    uv::size_pool(workers);
  }

  Tally run(std::uint64_t nonce) {
    tasks_.open(nonce);
    for (Task task = 0; task < graph_.tasks(); ++task) {
      jobs_[task].owner = this;
      jobs_[task].task = task;
      jobs_[task].missing = graph_.before(task).size();
      if (jobs_[task].missing == 0) jobs_[task].queue();
    }
    loop_.run();
    return tasks_.tally();
  }

 private:
  struct Job {
    UvPool* owner;
    Task task;
    std::size_t missing;
    uv::Work work;

    void queue() { work.template queue<&Job::on_pool, &Job::on_loop>(owner->loop_, *this); }
    void on_pool() { owner->tasks_.run(task, owner->probe_); }
    void on_loop() {
      for (const Task later : owner->graph_.after(task))
        if (--owner->jobs_[later].missing == 0) owner->jobs_[later].queue();
    }
  };

  Probe& probe_;
  Graph graph_;
  std::vector<Output> outputs_;
  Tasks tasks_{graph_, outputs_};
  std::vector<Job> jobs_;
  uv::Loop loop_;
};

const simul::Enter<Workload, UvPool> enter{"uv_pool"};

}  // namespace
}  // namespace graph
