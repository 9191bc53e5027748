// The tree is awaited on the loop, and a pool of threads does the sorting and merging. A coroutine that waits
// for its two halves holds no thread, so that the pool may be of any size.
#include "benchmarks/cpu/sort/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/coro/gather.hpp"
#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/offload.hpp"

namespace sorting {
namespace {

template <class Probe>
class CoroOffload {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  CoroOffload(const Parameters& p, unsigned workers, Probe&)
      : unsorted_(simul::made_once<Unsorted>(p)), even_(p.count()), odd_(p.count()), pool_(workers) {}

  Answer run(std::uint64_t nonce) {
    const simul::Tally done = loop_.run(sort({}, nonce));
    return {even_, done};
  }

 private:
  coro::Task<simul::Tally> sort(Node node, std::uint64_t nonce) {
    simul::Tally done;
    if (!unsorted_.is_leaf(node)) {
      const auto [left, right] = co_await coro::gather(sort(node.left(), nonce), sort(node.right(), nonce));
      done += left, done += right;
    }
    const simul::Tally own = co_await coro::offload(pool_, [&] {
      return unsorted_.put_in_order(node, nonce, {even_, odd_});
    });
    co_return done += own;
  }

  const Unsorted& unsorted_;
  std::vector<std::uint64_t> even_, odd_;
  coro::ThreadPool pool_;
  coro::Loop loop_;
};

const simul::Enter<Workload, CoroOffload> enter{"coro_offload"};

}  // namespace
}  // namespace sorting
