// `workers` processes forked before the clock starts; placements go to them over pipes, tallies come back.
#include "benchmarks/cpu/nqueens/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/fork/pool.hpp"

namespace nqueens {
namespace {

struct Request {
  std::size_t task;
  std::uint64_t nonce;
};

template <class Probe>
class ForkPool {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  ForkPool(const Parameters& p, unsigned workers, Probe& probe)
      : tasks_(placements(p)), pool_(workers, [this, &p, &probe](const Request& request) {
          probe.begin(request.task);
          const Tally found = search(p, tasks_[request.task], request.nonce, request.task);
          probe.end(request.task);
          return found;
        }) {}

  Tally run(std::uint64_t nonce) {
    std::vector<Request> requests;
    for (std::size_t task = 0; task < tasks_.size(); ++task) requests.push_back({task, nonce});
    return total(pool_.map(requests));
  }

 private:
  std::vector<Placement> tasks_;
  forked::Pool<Request, Tally> pool_;
};

const simul::Enter<Workload, ForkPool> enter{"fork_pool"};

}  // namespace
}  // namespace nqueens
