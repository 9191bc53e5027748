// The floor: the standard library's priority queue of steps that are due, and one sleep for the first of them. A chain
// is a string and a number; to take it up is a call.
#include <functional>
#include <queue>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/chain/workload.hpp"
#include "runtimes/sequential/blocking.hpp"

namespace chain {
namespace {

using Due = std::pair<Clock::time_point, std::size_t>;  // and the number of the step among all

template <class Probe>
class Floor {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Floor(const Parameters& p, unsigned, Probe& probe) : p_(p), probe_(probe), results_(p.count()) {}

  Answer run(std::uint64_t nonce) {
    Answer links(p_.count() * p_.length());
    for (std::size_t chain = 0; chain < p_.count(); ++chain) {
      probe_.begin(chain);
      results_[chain] = origin(nonce, chain);
      begin(links, chain * p_.length());
    }
    for (Clock::time_point now = Clock::now(); !waiting_.empty();) {
      const auto [due, i] = waiting_.top();
      if (due > now) now = Clock::now();
      if (due > now) sequential::sleep_until(due), now = Clock::now();
      waiting_.pop();
      end(links, i);
    }
    return links;
  }

 private:
  void begin(Answer& links, std::size_t i) {
    const std::size_t chain = i / p_.length();
    const auto delay = p_.delay(chain, i % p_.length());
    probe_.wait(chain, delay);
    waiting_.emplace(links[i].begin(delay), i);
  }

  void end(Answer& links, std::size_t i) {
    const std::size_t chain = i / p_.length(), step = i % p_.length();
    probe_.wake(chain);
    results_[chain] = links[i].end(step, results_[chain]);
    if (step + 1 < p_.length()) return begin(links, i + 1);
    probe_.end(chain);
  }

  const Parameters& p_;
  Probe& probe_;
  std::vector<std::string> results_;  // of each chain's step before
  std::priority_queue<Due, std::vector<Due>, std::greater<>> waiting_;
};

const simul::Enter<Workload, Floor> enter{"floor"};

}  // namespace
}  // namespace chain
