// A coroutine per placement, which has a pool's thread search: the loop keeps its structure and stays free for
// other work. runtimes/coro/offload.hpp
#include "benchmarks/cpu/nqueens/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/coro/gather.hpp"
#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/offload.hpp"

namespace nqueens {
namespace {

template <class Probe>
class CoroOffload {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  CoroOffload(const Parameters& p, unsigned workers, Probe& probe)
      : p_(p), probe_(probe), tasks_(placements(p)), pool_(workers) {}

  Tally run(std::uint64_t nonce) { return loop_.run(search_all(nonce)); }

 private:
  coro::Task<Tally> search_all(std::uint64_t nonce) {
    std::vector<coro::Task<Tally>> searches;
    for (std::size_t task = 0; task < tasks_.size(); ++task)
      searches.push_back(search_elsewhere(task, nonce));
    const std::vector<Tally> found = co_await coro::gather(std::move(searches));
    co_return total(found);
  }

  coro::Task<Tally> search_elsewhere(std::size_t task, std::uint64_t nonce) {
    co_return co_await coro::offload(pool_, [this, task, nonce] {
      probe_.begin(task);
      const Tally found = search(p_, tasks_[task], nonce, task);
      probe_.end(task);
      return found;
    });
  }

  const Parameters& p_;
  Probe& probe_;
  std::vector<Placement> tasks_;
  coro::ThreadPool pool_;
  coro::Loop loop_;
};

const simul::Enter<Workload, CoroOffload> enter{"coro_offload"};

}  // namespace
}  // namespace nqueens
