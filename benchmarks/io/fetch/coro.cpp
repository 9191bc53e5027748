// The loop as it comes, on epoll.
#include "benchmarks/io/fetch/coro.hpp"

namespace fetch {
namespace {

template <class Probe>
struct Coro : OnOneLoop<Probe, coro::Polling::epoll> {
  using OnOneLoop<Probe, coro::Polling::epoll>::OnOneLoop;
};

const simul::Enter<Workload, Coro> enter{"coro"};

}  // namespace
}  // namespace fetch
