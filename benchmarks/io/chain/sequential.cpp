// One chain after the other, step by step: every wait is sat through. Many chains are extrapolated from the first.
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/chain/workload.hpp"
#include "runtimes/sequential/blocking.hpp"

namespace chain {
namespace {

template <class Probe>
class Sequential {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Sequential(const Parameters& p, unsigned, Probe& probe) : p_(p), probe_(probe) {}

  Answer run(std::uint64_t nonce) {
    Answer links(p_.count() * p_.length());
    for (std::size_t i = 0; i < links.size(); ++i) {
      const std::size_t chain = i / p_.length(), step = i % p_.length();
      if (step == 0) probe_.begin(chain), result_ = origin(nonce, chain);
      probe_.wait(chain, p_.delay(chain, step));
      sequential::sleep_until(links[i].begin(p_.delay(chain, step)));
      probe_.wake(chain);
      result_ = links[i].end(step, result_);
      if (step + 1 == p_.length()) probe_.end(chain);
    }
    return links;
  }

 private:
  const Parameters& p_;
  Probe& probe_;
  std::string result_;  // of the step before
};

const simul::Enter<Workload, Sequential> enter{"sequential"};

}  // namespace
}  // namespace chain
