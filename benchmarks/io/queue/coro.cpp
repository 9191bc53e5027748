// The loop as it comes, on epoll, whose wait for the next item or the end of its use is a system call with nanoseconds.
#include "benchmarks/io/queue/coro.hpp"

namespace queue {
namespace {

template <class Probe>
struct Coro : OnOneLoop<Probe, coro::Polling::epoll> {
  using OnOneLoop<Probe, coro::Polling::epoll>::OnOneLoop;
};

const simul::Enter<Workload, Coro> enter{"coro"};

}  // namespace
}  // namespace queue
