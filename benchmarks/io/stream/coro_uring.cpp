// The generators of `coro` on a loop that waits by io_uring: only the wait for the next item is another system call.
#include "benchmarks/io/stream/coro.hpp"

namespace stream {
namespace {

template <class Probe>
struct CoroUring : OnOneLoop<Probe, coro::Polling::io_uring> {
  using OnOneLoop<Probe, coro::Polling::io_uring>::OnOneLoop;
};

const simul::Enter<Workload, CoroUring> enter{"coro_uring"};

}  // namespace
}  // namespace stream
