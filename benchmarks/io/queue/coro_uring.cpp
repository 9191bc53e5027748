// The coroutines of `coro` on a loop that waits by io_uring: the channel is the same, only the wait for the next moment
// is another system call.
#include "benchmarks/io/queue/coro.hpp"

namespace queue {
namespace {

template <class Probe>
struct CoroUring : OnOneLoop<Probe, coro::Polling::io_uring> {
  using OnOneLoop<Probe, coro::Polling::io_uring>::OnOneLoop;
};

const simul::Enter<Workload, CoroUring> enter{"coro_uring"};

}  // namespace
}  // namespace queue
