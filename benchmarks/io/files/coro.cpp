// The loop as it comes, on epoll, which knows nothing of files: `workers` threads open and read for it.
#include "benchmarks/io/files/coro.hpp"

namespace files {
namespace {

template <class Probe>
struct Coro : OnOneLoop<coro::Polling::epoll> {
  static constexpr auto lanes = simul::Lanes::workers;
  Coro(const Parameters& p, unsigned workers, Probe&) : OnOneLoop(p, workers) {}
};

const simul::Enter<Workload, Coro> enter{"coro"};

}  // namespace
}  // namespace files
