// The loop as it comes, on epoll; a sender yields after each chunk.
#include "benchmarks/io/bulk/coro.hpp"

namespace bulk {
namespace {

template <class Probe>
struct Coro : OnOneLoop<Probe, coro::Polling::epoll> {
  using OnOneLoop<Probe, coro::Polling::epoll>::OnOneLoop;
};

const simul::Enter<Workload, Coro> enter{"coro"};

}  // namespace
}  // namespace bulk
