// One message after the other, with one context.
#include "benchmarks/cpu/hash/workload.hpp"
#include "benchmarks/harness/enter.hpp"

namespace hashing {
namespace {

template <class Probe>
class Sequential {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Sequential(const Parameters& p, unsigned, Probe& probe)
      : probe_(probe), messages_(simul::made_once<Messages>(p)), digests_(p.tasks()) {}

  Answer run(std::uint64_t nonce) {
    simul::Tally hashed;
    for (std::size_t i = 0; i < digests_.size(); ++i) {
      probe_.begin(i);
      digests_[i] = hasher_(messages_[i], nonce);
      hashed += simul::tally(nonce, i);
      probe_.end(i);
    }
    return {digests_, hashed};
  }

 private:
  Probe& probe_;
  const Messages& messages_;
  std::vector<Digest> digests_;
  Hasher hasher_;
};

const simul::Enter<Workload, Sequential> enter{"sequential"};

}  // namespace
}  // namespace hashing
