// The coroutines of `coro` on a loop that waits by io_uring: the heap of timers is the same, and only the wait for
// the next of them is another system call.
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/gather/workload.hpp"
#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/scope.hpp"

namespace gather {
namespace {

template <class Probe>
class CoroUring {
 public:
  static constexpr auto lanes = simul::Lanes::one;
  static auto unsupported(const Parameters&, const simul::Limits&) {
    return coro::why_unavailable(coro::Polling::io_uring);
  }

  CoroUring(const Parameters& p, unsigned, Probe& probe) : p_(p), probe_(probe) {}

  Answer run(std::uint64_t nonce) {
    Answer wakes(static_cast<std::size_t>(p_.sleepers));
    with_state(p_, [&](auto bytes) { loop_.run(gather<bytes()>(wakes, nonce)); });
    return wakes;
  }

 private:
  template <std::size_t bytes>
  coro::Task<> gather(Answer& wakes, std::uint64_t nonce) {
    coro::Scope sleepers(loop_);
    for (std::size_t i = 0; i < wakes.size(); ++i) sleepers.spawn(sleep<bytes>(i, nonce, wakes[i]));
    co_await sleepers.join();
  }

  template <std::size_t bytes>
  coro::Task<> sleep(std::size_t i, std::uint64_t nonce, Wake& wake) {
    State<bytes> state;  // lives across the await, and so in the frame
    probe_.begin(i);
    probe_.wait(i, p_.nap(i));
    const auto due = wake.fall_asleep(p_, nonce, i, state);
    co_await loop_.sleep_until(due);
    wake.up(state);
    probe_.wake(i);
    probe_.end(i);
  }

  const Parameters& p_;
  Probe& probe_;
  coro::Loop loop_{coro::Polling::io_uring};
};

const simul::Enter<Workload, CoroUring> enter{"coro_uring"};

}  // namespace
}  // namespace gather
