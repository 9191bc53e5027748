// A coroutine per placement on one loop: what structure alone costs, since one thread cannot search two at
// once.
#include "benchmarks/cpu/nqueens/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/scope.hpp"

namespace nqueens {
namespace {

template <class Probe>
class Coro {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Coro(const Parameters& p, unsigned, Probe& probe) : p_(p), probe_(probe), tasks_(placements(p)) {}

  Tally run(std::uint64_t nonce) { return loop_.run(search_all(nonce)); }

 private:
  coro::Task<Tally> search_all(std::uint64_t nonce) {
    std::vector<Tally> found(tasks_.size());
    coro::Scope searches(loop_);
    for (std::size_t task = 0; task < tasks_.size(); ++task)
      searches.spawn(search_one(task, nonce, found[task]));
    co_await searches.join();
    co_return total(found);
  }

  coro::Task<> search_one(std::size_t task, std::uint64_t nonce, Tally& found) {
    probe_.begin(task);
    found = search(p_, tasks_[task], nonce, task);
    probe_.end(task);
    co_return;
  }

  const Parameters& p_;
  Probe& probe_;
  std::vector<Placement> tasks_;
  coro::Loop loop_;
};

const simul::Enter<Workload, Coro> enter{"coro"};

}  // namespace
}  // namespace nqueens
