// The loop as it comes, on epoll, whose wait for the next step that is due is a system call with nanoseconds.
#include "benchmarks/io/chain/coro.hpp"

namespace chain {
namespace {

template <class Probe>
struct Coro : OnOneLoop<Probe, coro::Polling::epoll> {
  using OnOneLoop<Probe, coro::Polling::epoll>::OnOneLoop;
};

const simul::Enter<Workload, Coro> enter{"coro"};

}  // namespace
}  // namespace chain
