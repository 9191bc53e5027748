// The coroutines of `coro` on several loops, one per thread. What happens on a loop stays there, so the
// recursion is dealt out where it is wide enough: each loop has its share of the pieces, and when all are
// done the first loop makes the calls above them, coroutines too.
#include "benchmarks/cpu/fib/coro.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/coro/sharded.hpp"

namespace fib {
namespace {

template <class Probe>
class CoroSharded {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  CoroSharded(const Parameters& p, unsigned workers, Probe&)
      : p_(p), pieces_(pieces(p)), sums_(pieces_.size()), shards_(workers) {}

  Answer run(std::uint64_t nonce) {
    Sum sum;
    shards_.run([&](coro::Loop&, unsigned shard) { return call_share(shard, nonce); });
    shards_.run([&](coro::Loop&, unsigned shard) { return call_rest(shard, sum); });
    return {sum, sum.calls};
  }

 private:
  coro::Task<> call_share(unsigned shard, std::uint64_t nonce) {
    for (std::size_t i = shard; i < pieces_.size(); i += shards_.size())
      sums_[i] = co_await call_in_coroutine(pieces_[i], nonce);
  }

  coro::Task<> call_rest(unsigned shard, Sum& sum) {
    if (shard != 0) co_return;
    auto piece = sums_.begin();
    sum = co_await call_above(p_.n, piece);
  }

  coro::Task<Sum> call_above(std::int64_t n, std::vector<Sum>::iterator& piece) {
    const Sum first = p_.cut(n - 1) ? *piece++ : co_await call_above(n - 1, piece);
    const Sum second = p_.cut(n - 2) ? *piece++ : co_await call_above(n - 2, piece);
    co_return joined(first, second);
  }

  const Parameters& p_;
  const std::vector<std::int64_t> pieces_;
  std::vector<Sum> sums_;
  coro::Sharded shards_;
};

const simul::Enter<Workload, CoroSharded> enter{"coro_sharded"};

}  // namespace
}  // namespace fib
