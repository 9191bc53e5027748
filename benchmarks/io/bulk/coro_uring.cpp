// The coroutines of `coro` on a loop that polls with io_uring. What arrives is copied once more here, from the ring's
// buffers to the reader: the kernel fetched it before anybody asked. Tuned: nothing but the poller.
#include "benchmarks/io/bulk/coro.hpp"

namespace bulk {
namespace {

template <class Probe>
struct CoroUring : OnOneLoop<Probe, coro::Polling::io_uring> {
  using OnOneLoop<Probe, coro::Polling::io_uring>::OnOneLoop;
};

const simul::Enter<Workload, CoroUring> enter{"coro_uring"};

}  // namespace
}  // namespace bulk
