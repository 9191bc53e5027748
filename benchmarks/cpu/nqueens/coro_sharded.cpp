// The coroutines of `coro` on a loop per thread. A search that has begun stays on its loop, so each loop takes
// the next placement when it is through with one: they differ in length.
#include <atomic>

#include "benchmarks/cpu/nqueens/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/coro/sharded.hpp"

namespace nqueens {
namespace {

template <class Probe>
class CoroSharded {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  CoroSharded(const Parameters& p, unsigned workers, Probe& probe)
      : p_(p), probe_(probe), tasks_(placements(p)), shards_(workers) {}

  Tally run(std::uint64_t nonce) {
    std::vector<Tally> found(shards_.size());
    next_ = 0;
    shards_.run([&](coro::Loop&, unsigned shard) { return take_part(nonce, found[shard]); });
    return total(found);
  }

 private:
  coro::Task<> take_part(std::uint64_t nonce, Tally& found) {
    for (std::size_t task = next_++; task < tasks_.size(); task = next_++)
      found += co_await search_one(task, nonce);
  }

  coro::Task<Tally> search_one(std::size_t task, std::uint64_t nonce) {
    probe_.begin(task);
    const Tally found = search(p_, tasks_[task], nonce, task);
    probe_.end(task);
    co_return found;
  }

  const Parameters& p_;
  Probe& probe_;
  std::vector<Placement> tasks_;
  std::atomic<std::size_t> next_ = 0;
  coro::Sharded shards_;
};

const simul::Enter<Workload, CoroSharded> enter{"coro_sharded"};

}  // namespace
}  // namespace nqueens
