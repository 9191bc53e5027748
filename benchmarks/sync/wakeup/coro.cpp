// The loop as it comes: it sleeps in epoll, where the eventfd of its inbox is one descriptor among others.
#include "benchmarks/sync/wakeup/coro.hpp"

namespace wakeup {
namespace {

template <class Probe>
struct Coro : OnOneLoop<Probe, coro::Polling::epoll> {
  using OnOneLoop<Probe, coro::Polling::epoll>::OnOneLoop;
};

const simul::Enter<Workload, Coro> enter{"coro"};

}  // namespace
}  // namespace wakeup
