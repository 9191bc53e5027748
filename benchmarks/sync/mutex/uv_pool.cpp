// Work for libuv's pool and a uv_mutex: on the loop callbacks are alone anyway, and only code on the pool's threads
// needs a lock. As many tasks want it at a time as the pool has threads: the others have not begun.
// https://docs.libuv.org/en/v1.x/threading.html (mutex locks), /threadpool.html
#include <mutex>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/sync/mutex/workload.hpp"
#include "runtimes/uv/loop.hpp"
#include "runtimes/uv/mutex.hpp"
#include "runtimes/uv/pool.hpp"
#include "runtimes/uv/work.hpp"

namespace contention {
namespace {

template <class Probe>
class UvPool {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  static std::optional<std::string> unsupported(const Parameters&, const simul::Limits& limits) {
    return uv::too_large(limits.workers);
  }

  UvPool(const Parameters& p, unsigned workers, Probe&) : p_(p), tasks_(p.count()) { uv::size_pool(workers); }

  Answer run(std::uint64_t nonce) {
    guarded_ = start(nonce);
    for (std::size_t i = 0; i < tasks_.size(); ++i) {
      tasks_[i].owner = this;
      tasks_[i].visitor.emplace(p_, nonce, i);
      tasks_[i].work.template queue<&Task::on_pool, &Task::on_loop>(loop_, tasks_[i]);
    }
    loop_.run();
    Answer answer{guarded_, {}};
    for (const Task& task : tasks_) answer.visits.push_back(task.visitor->visits());
    return answer;
  }

 private:
  struct Task {
    UvPool* owner = nullptr;
    std::optional<Visitor> visitor;
    uv::Work work{};

    void on_pool() {
      while (!visitor->over()) owner->have_turn(*visitor);
    }
    void on_loop() {}
  };

  void have_turn(Visitor& visitor) {
    visitor.ask();
    std::unique_lock lock(mutex_);
    visitor.come_in(guarded_);
    visitor.leave(guarded_);
    lock.unlock();
    visitor.rest();
  }

  const Parameters& p_;
  Guarded guarded_;
  uv::Mutex mutex_;
  std::vector<Task> tasks_;
  uv::Loop loop_;
};

const simul::Enter<Workload, UvPool> enter{"uv_pool"};

}  // namespace
}  // namespace contention
