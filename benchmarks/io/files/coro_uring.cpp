// The coroutines of `coro` on a loop that polls with io_uring, which opens and reads by itself: no thread of ours is
// needed but the loop's (the pool has one, and nothing to do). Tuned: nothing but the poller.
#include "benchmarks/io/files/coro.hpp"

namespace files {
namespace {

template <class Probe>
struct CoroUring : OnOneLoop<coro::Polling::io_uring> {
  static constexpr auto lanes = simul::Lanes::one;
  CoroUring(const Parameters& p, unsigned, Probe&) : OnOneLoop(p, 1) {}
};

const simul::Enter<Workload, CoroUring> enter{"coro_uring"};

}  // namespace
}  // namespace files
