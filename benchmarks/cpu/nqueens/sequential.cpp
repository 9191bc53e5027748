// A loop over the placements: what every other contestant has to beat.
#include "benchmarks/cpu/nqueens/workload.hpp"
#include "benchmarks/harness/enter.hpp"

namespace nqueens {
namespace {

template <class Probe>
class Sequential {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Sequential(const Parameters& p, unsigned, Probe& probe) : p_(p), probe_(probe), tasks_(placements(p)) {}

  Tally run(std::uint64_t nonce) {
    Tally all;
    for (std::size_t task = 0; task < tasks_.size(); ++task) {
      probe_.begin(task);
      all += search(p_, tasks_[task], nonce, task);
      probe_.end(task);
    }
    return all;
  }

 private:
  const Parameters& p_;
  Probe& probe_;
  std::vector<Placement> tasks_;
};

const simul::Enter<Workload, Sequential> enter{"sequential"};

}  // namespace
}  // namespace nqueens
