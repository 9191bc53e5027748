// Recursion with a coroutine per node, which gathers its two halves: the structure that others run on many
// cores, on one loop, where the halves take turns and nothing is gained.
#include "benchmarks/cpu/sort/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/coro/gather.hpp"
#include "runtimes/coro/loop.hpp"

namespace sorting {
namespace {

template <class Probe>
class Coro {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Coro(const Parameters& p, unsigned, Probe&)
      : unsorted_(simul::made_once<Unsorted>(p)), even_(p.count()), odd_(p.count()) {}

  Answer run(std::uint64_t nonce) {
    done_ = {};
    loop_.run(sort({}, nonce));
    return {even_, done_};
  }

 private:
  coro::Task<> sort(Node node, std::uint64_t nonce) {
    if (!unsorted_.is_leaf(node)) co_await coro::gather(sort(node.left(), nonce), sort(node.right(), nonce));
    done_ += unsorted_.put_in_order(node, nonce, {even_, odd_});
  }

  const Unsorted& unsorted_;
  std::vector<std::uint64_t> even_, odd_;
  simul::Tally done_;
  coro::Loop loop_;
};

const simul::Enter<Workload, Coro> enter{"coro"};

}  // namespace
}  // namespace sorting
