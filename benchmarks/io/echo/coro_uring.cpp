// The coroutines of `coro` on a loop that has the kernel do the work, by io_uring: what all of them send in a turn is
// one system call, and so is what all of them have received. Tuned: nothing but the poller.
#include "benchmarks/io/echo/coro.hpp"

namespace echo {
namespace {

template <class Probe>
struct CoroUring : OnOneLoop<Probe, coro::Polling::io_uring> {
  using OnOneLoop<Probe, coro::Polling::io_uring>::OnOneLoop;
};

const simul::Enter<Workload, CoroUring> enter{"coro_uring"};

}  // namespace
}  // namespace echo
