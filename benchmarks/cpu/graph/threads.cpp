// A thread per column, which publishes how far it has come; who needs it waits for that number and for nobody
// else. Since C++20 an atomic can be waited for. https://en.cppreference.com/w/cpp/atomic/atomic/wait
#include <atomic>
#include <thread>

#include "benchmarks/cpu/graph/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/threads/group.hpp"

namespace graph {
namespace {

// Steps that a column has behind it. Release and acquire: with the number one sees the outputs.
class Progress {
 public:
  void reset() { steps_.store(0, std::memory_order_relaxed); }  // before there are threads
  void publish(std::int64_t steps) {
    steps_.store(static_cast<int>(steps), std::memory_order_release);
    steps_.notify_all();
  }
  void wait_for(std::int64_t steps) const {
    for (int now = steps_.load(std::memory_order_acquire); now < steps;
         now = steps_.load(std::memory_order_acquire))
      steps_.wait(now, std::memory_order_acquire);
  }

 private:
  alignas(64) std::atomic<int> steps_;  // on a cache line of its own
};

template <class Probe>
class Threads {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;

  static std::optional<simul::Hole> unsupported(const Parameters& p, const simul::Limits& limits) {
    return limits.unmet({{simul::Supply::threads, p.width, "a thread per column"}});
  }

  Threads(const Parameters& p, unsigned, Probe& probe)
      : probe_(probe), graph_(p), outputs_(graph_.tasks()), progress_(static_cast<std::size_t>(p.width)) {}

  Tally run(std::uint64_t nonce) {
    tasks_.open(nonce);
    for (Progress& progress : progress_) progress.reset();
    threads::Group columns(progress_.size());
    for (std::size_t column = 0; column < progress_.size(); ++column)
      columns.spawn([this, column] { run_column(column); });
    columns.join();
    return tasks_.tally();
  }

 private:
  void run_column(std::size_t number) {
    for (const Task task : graph_.column(static_cast<std::int64_t>(number))) {
      for (const Task earlier : graph_.before(task)) {
        const auto [step, column] = graph_.place(earlier);
        progress_[static_cast<std::size_t>(column)].wait_for(step + 1);
      }
      if (graph_.parameters().waits()) {
        std::this_thread::sleep_until(tasks_.begin(task, probe_));
        tasks_.end(task, probe_);
      } else {
        tasks_.run(task, probe_);
      }
      progress_[number].publish(graph_.place(task).step + 1);
    }
  }

  Probe& probe_;
  Graph graph_;
  std::vector<Output> outputs_;
  Tasks tasks_{graph_, outputs_};
  std::vector<Progress> progress_;  // of each column
};

const simul::Enter<Workload, Threads> enter{"threads"};

}  // namespace
}  // namespace graph
