// The coroutines of `coro` on a loop that has the kernel do the work, by io_uring: the requests of a turn are sent by one
// system call, and answers are received without any. Tuned: nothing but the poller.
#include "benchmarks/io/fetch/coro.hpp"

namespace fetch {
namespace {

template <class Probe>
struct CoroUring : OnOneLoop<Probe, coro::Polling::io_uring> {
  using OnOneLoop<Probe, coro::Polling::io_uring>::OnOneLoop;
};

const simul::Enter<Workload, CoroUring> enter{"coro_uring"};

}  // namespace
}  // namespace fetch
