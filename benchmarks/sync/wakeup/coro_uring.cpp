// The loop on io_uring: it sleeps for completions, and the read of its inbox's eventfd is one of them.
#include "benchmarks/sync/wakeup/coro.hpp"

namespace wakeup {
namespace {

template <class Probe>
struct CoroUring : OnOneLoop<Probe, coro::Polling::io_uring> {
  using OnOneLoop<Probe, coro::Polling::io_uring>::OnOneLoop;
};

const simul::Enter<Workload, CoroUring> enter{"coro_uring"};

}  // namespace
}  // namespace wakeup
