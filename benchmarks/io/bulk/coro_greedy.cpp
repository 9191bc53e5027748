// As `coro`, but a sender goes on for as long as the kernel takes its chunks. Then megabytes lie in the kernel, and
// have left the cache by the time they are received: what one yield per chunk is worth.
#include "benchmarks/io/bulk/coro.hpp"

namespace bulk {
namespace {

template <class Probe>
struct CoroGreedy : OnOneLoop<Probe, coro::Polling::epoll, Manners::greedy> {
  using OnOneLoop<Probe, coro::Polling::epoll, Manners::greedy>::OnOneLoop;
};

const simul::Enter<Workload, CoroGreedy> enter{"coro_greedy"};

}  // namespace
}  // namespace bulk
