// `workers` processes, forked before the clock starts, and a pile of nodes in memory that they share: after
// every portion a process looks whether another waits, and puts half of its open nodes on the pile. Over
// pipes the nodes would have to be dealt out by a parent that cannot know which subtree holds half of the
// tree. shm_overview(7), runtimes/fork/pile.hpp
#include "benchmarks/cpu/uts/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/fork/pile.hpp"
#include "runtimes/fork/pool.hpp"

namespace uts {
namespace {

// More than all open nodes of all searches that there can be: what is not used is not touched.
constexpr std::size_t most_open_nodes = 1 << 20;

template <class Probe>
class ForkPool {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  ForkPool(const Parameters& p, unsigned workers, Probe&)
      : p_(p),
        runs_(workers),
        pile_(most_open_nodes, workers),
        pool_(workers, [this](std::uint64_t nonce) { return take_part(nonce); }) {}

  Tally run(std::uint64_t nonce) {
    pile_.start(std::array{root(p_)});
    std::ranges::fill(runs_, nonce);
    Tally all;
    for (const Tally& found : pool_.map(runs_)) all += found;
    return all;
  }

 private:
  Tally take_part(std::uint64_t nonce) {
    Tally found;
    for (auto nodes = pile_.take(); !nodes.empty(); nodes = pile_.take()) {
      Search search(p_, nonce, std::move(nodes));
      while (!search.done()) {
        search.go_on(portion, found);
        if (search.can_split() && pile_.is_awaited()) pile_.put(search.split().open());
      }
    }
    return found;
  }

  const Parameters& p_;
  std::vector<std::uint64_t> runs_;  // one request for each worker: to take part in this run
  forked::Pile<Node> pile_;
  forked::Pool<std::uint64_t, Tally> pool_;
};

const simul::Enter<Workload, ForkPool> enter{"fork_pool"};

}  // namespace
}  // namespace uts
