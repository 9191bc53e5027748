// A thread per tile, which is the whole of this idiom: nothing is shared but the product, and every thread
// has its own part of that.
#include "benchmarks/cpu/matmul/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/threads/group.hpp"

namespace matmul {
namespace {

template <class Probe>
class Threads {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;

  Threads(const Parameters& p, unsigned, Probe& probe)
      : probe_(probe), factors_(simul::made_once<Factors>(p)), product_(p.entries()), done_(p.tiles()) {}

  Answer run(std::uint64_t nonce) {
    threads::Group tiles(done_.size());
    for (std::size_t tile = 0; tile < done_.size(); ++tile) tiles.spawn([=, this] { multiply(tile, nonce); });
    tiles.join();
    return {product_, simul::total(done_)};
  }

 private:
  void multiply(std::size_t tile, std::uint64_t nonce) {
    probe_.begin(tile);
    done_[tile] = factors_.multiply(tile, nonce, product_);
    probe_.end(tile);
  }

  Probe& probe_;
  const Factors& factors_;
  std::vector<double> product_;
  std::vector<simul::Tally> done_;
};

const simul::Enter<Workload, Threads> enter{"threads"};

}  // namespace
}  // namespace matmul
