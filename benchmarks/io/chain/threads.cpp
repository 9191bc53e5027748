// A thread per chain, whose steps are blocking calls: the next line runs when this one has its result, and so
// dependent steps need nothing at all. https://en.cppreference.com/w/cpp/thread/jthread
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/chain/workload.hpp"
#include "runtimes/sequential/blocking.hpp"
#include "runtimes/threads/group.hpp"

namespace chain {
namespace {

template <class Probe>
class Threads {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;

  static std::optional<simul::Hole> unsupported(const Parameters& p, const simul::Limits& limits) {
    return limits.unmet({{simul::Supply::threads, p.chains, "a thread per chain"}});
  }

  Threads(const Parameters& p, unsigned, Probe& probe) : p_(p), probe_(probe) {}

  Answer run(std::uint64_t nonce) {
    Answer links(p_.count() * p_.length());
    threads::Group chains(p_.count());
    for (std::size_t chain = 0; chain < p_.count(); ++chain)
      chains.spawn([this, chain, nonce, first = links_of(links, p_, chain)] {
        probe_.begin(chain);
        std::string result = origin(nonce, chain);
        for (std::size_t step = 0; step < p_.length(); ++step)
          result = take(chain, step, result, first[step]);
        probe_.end(chain);
      });
    chains.join();
    return links;
  }

 private:
  std::string take(std::size_t chain, std::size_t step, const std::string& before, Link& link) {
    probe_.wait(chain, p_.delay(chain, step));
    const auto due = link.begin(p_.delay(chain, step));
    sequential::sleep_until(due);
    probe_.wake(chain);
    return link.end(step, before);
  }

  const Parameters& p_;
  Probe& probe_;
};

const simul::Enter<Workload, Threads> enter{"threads"};

}  // namespace
}  // namespace chain
