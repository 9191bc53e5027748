// The same merge sort as everybody else's, in plain recursion: what it costs before anything is parallel.
#include "benchmarks/cpu/sort/workload.hpp"
#include "benchmarks/harness/enter.hpp"

namespace sorting {
namespace {

template <class Probe>
class SequentialMerge {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  SequentialMerge(const Parameters& p, unsigned, Probe&)
      : unsorted_(simul::made_once<Unsorted>(p)), even_(p.count()), odd_(p.count()) {}

  Answer run(std::uint64_t nonce) {
    done_ = {};
    sort({}, nonce);
    return {even_, done_};
  }

 private:
  void sort(Node node, std::uint64_t nonce) {
    if (!unsorted_.is_leaf(node)) sort(node.left(), nonce), sort(node.right(), nonce);
    done_ += unsorted_.put_in_order(node, nonce, {even_, odd_});
  }

  const Unsorted& unsorted_;
  std::vector<std::uint64_t> even_, odd_;
  simul::Tally done_;
};

const simul::Enter<Workload, SequentialMerge> enter{"sequential_merge"};

}  // namespace
}  // namespace sorting
