// The loop as it comes, on epoll, whose wait for the next item is a system call with nanoseconds.
#include "benchmarks/io/stream/coro.hpp"

namespace stream {
namespace {

template <class Probe>
struct Coro : OnOneLoop<Probe, coro::Polling::epoll> {
  using OnOneLoop<Probe, coro::Polling::epoll>::OnOneLoop;
};

const simul::Enter<Workload, Coro> enter{"coro"};

}  // namespace
}  // namespace stream
