// The coroutines of `coro` on a loop that waits by io_uring: only the wait for the next step is another system call.
#include "benchmarks/io/chain/coro.hpp"

namespace chain {
namespace {

template <class Probe>
struct CoroUring : OnOneLoop<Probe, coro::Polling::io_uring> {
  using OnOneLoop<Probe, coro::Polling::io_uring>::OnOneLoop;
};

const simul::Enter<Workload, CoroUring> enter{"coro_uring"};

}  // namespace
}  // namespace chain
