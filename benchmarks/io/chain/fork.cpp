// A process per chain. A result is the next step's argument within one process, so that nothing has to be sent: only
// what each step leaves behind lies in shared memory. fork(2), mmap(2)
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/chain/workload.hpp"
#include "runtimes/fork/child.hpp"
#include "runtimes/fork/shared.hpp"
#include "runtimes/sequential/blocking.hpp"

namespace chain {
namespace {

template <class Probe>
class Fork {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;

  static std::optional<simul::Hole> unsupported(const Parameters& p, const simul::Limits& limits) {
    return limits.unmet({{simul::Supply::processes, p.chains, "a process per chain"}});
  }

  Fork(const Parameters& p, unsigned, Probe& probe) : p_(p), probe_(probe), links_(p.count() * p.length()) {}

  Answer run(std::uint64_t nonce) {
    std::ranges::fill(links_, Link{});
    std::vector<forked::Child> chains;
    chains.reserve(p_.count());
    for (std::size_t chain = 0; chain < p_.count(); ++chain)
      chains.emplace_back([this, chain, nonce] { follow(chain, origin(nonce, chain)); });
    for (forked::Child& chain : chains) chain.wait();
    return {links_.begin(), links_.end()};
  }

 private:
  void follow(std::size_t chain, std::string result) {
    probe_.begin(chain);
    for (std::size_t step = 0; step < p_.length(); ++step) {
      Link& link = links_[chain * p_.length() + step];
      const auto delay = p_.delay(chain, step);
      probe_.wait(chain, delay);
      sequential::sleep_until(link.begin(delay));
      probe_.wake(chain);
      result = link.end(step, result);
    }
    probe_.end(chain);
  }

  const Parameters& p_;
  Probe& probe_;
  forked::Shared<Link> links_;
};

const simul::Enter<Workload, Fork> enter{"fork"};

}  // namespace
}  // namespace chain
