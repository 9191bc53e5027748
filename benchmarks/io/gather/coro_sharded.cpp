// The coroutines of `coro` on several loops, one per thread: every loop has its share of the sleepers in a heap of
// timers of its own.
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/gather/workload.hpp"
#include "runtimes/coro/scope.hpp"
#include "runtimes/coro/sharded.hpp"

namespace gather {
namespace {

template <class Probe>
class CoroSharded {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  CoroSharded(const Parameters& p, unsigned workers, Probe& probe) : p_(p), probe_(probe), shards_(workers) {}

  Answer run(std::uint64_t nonce) {
    Answer wakes(static_cast<std::size_t>(p_.sleepers));
    with_state(p_, [&](auto bytes) {
      shards_.run(
          [&](coro::Loop& loop, unsigned shard) { return gather<bytes()>(loop, shard, wakes, nonce); });
    });
    return wakes;
  }

 private:
  template <std::size_t bytes>
  coro::Task<> gather(coro::Loop& loop, unsigned shard, Answer& wakes, std::uint64_t nonce) {
    coro::Scope sleepers(loop);
    for (std::size_t i = shard; i < wakes.size(); i += shards_.size())
      sleepers.spawn(sleep<bytes>(loop, i, nonce, wakes[i]));
    co_await sleepers.join();
  }

  template <std::size_t bytes>
  coro::Task<> sleep(coro::Loop& loop, std::size_t i, std::uint64_t nonce, Wake& wake) {
    State<bytes> state;  // lives across the await, and so in the frame
    probe_.begin(i);
    probe_.wait(i, p_.nap(i));
    const auto due = wake.fall_asleep(p_, nonce, i, state);
    co_await loop.sleep_until(due);
    wake.up(state);
    probe_.wake(i);
    probe_.end(i);
  }

  const Parameters& p_;
  Probe& probe_;
  coro::Sharded shards_;
};

const simul::Enter<Workload, CoroSharded> enter{"coro_sharded"};

}  // namespace
}  // namespace gather
