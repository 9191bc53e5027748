// The coroutines of `coro` on a loop that polls with io_uring: the kernel accepts ahead, but to close a socket it first
// has to be told to receive no more. Tuned: nothing but the poller.
#include "benchmarks/io/churn/coro.hpp"

namespace churn {
namespace {

template <class Probe>
struct CoroUring : OnOneLoop<Probe, coro::Polling::io_uring> {
  using OnOneLoop<Probe, coro::Polling::io_uring>::OnOneLoop;
};

const simul::Enter<Workload, CoroUring> enter{"coro_uring"};

}  // namespace
}  // namespace churn
