// The coroutines of `coro` on a loop that waits by io_uring: the heap of timers is the same, and only the wait for
// the next of them is another system call.
#include "benchmarks/io/gather/coro.hpp"

namespace gather {
namespace {

template <class Probe>
struct CoroUring : OnOneLoop<Probe, coro::Polling::io_uring> {
  using OnOneLoop<Probe, coro::Polling::io_uring>::OnOneLoop;
};

const simul::Enter<Workload, CoroUring> enter{"coro_uring"};

}  // namespace
}  // namespace gather
