// std::sort, what plain code would call: a baseline that merged instead would make everybody look faster.
#include "benchmarks/cpu/sort/workload.hpp"
#include "benchmarks/harness/enter.hpp"

namespace sorting {
namespace {

template <class Probe>
class Sequential {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Sequential(const Parameters& p, unsigned, Probe&)
      : unsorted_(simul::made_once<Unsorted>(p)), numbers_(p.count()) {}

  Answer run(std::uint64_t nonce) {
    unsorted_.sort(nonce, numbers_);
    return {numbers_, std::nullopt};
  }

 private:
  const Unsorted& unsorted_;
  std::vector<std::uint64_t> numbers_;
};

const simul::Enter<Workload, Sequential> enter{"sequential"};

}  // namespace
}  // namespace sorting
