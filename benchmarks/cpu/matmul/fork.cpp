// A process per tile. The factors come with the fork, copied by nobody; the product lies in memory that all
// share.
#include "benchmarks/cpu/matmul/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/fork/child.hpp"
#include "runtimes/fork/shared.hpp"

namespace matmul {
namespace {

template <class Probe>
class Fork {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;

  Fork(const Parameters& p, unsigned, Probe& probe)
      : probe_(probe), factors_(simul::made_once<Factors>(p)), product_(p.entries()), done_(p.tiles()) {}

  Answer run(std::uint64_t nonce) {
    std::vector<forked::Child> tiles;
    tiles.reserve(done_.size());
    for (std::size_t tile = 0; tile < done_.size(); ++tile) {
      tiles.emplace_back([&, tile] {
        probe_.begin(tile);
        done_[tile] = factors_.multiply(tile, nonce, product_.span());
        probe_.end(tile);
      });
    }
    for (auto& child : tiles) child.wait();
    return {product_.span(), simul::total(done_.span())};
  }

 private:
  Probe& probe_;
  const Factors& factors_;
  forked::Shared<double> product_;
  forked::Shared<simul::Tally> done_;
};

const simul::Enter<Workload, Fork> enter{"fork"};

}  // namespace
}  // namespace matmul
