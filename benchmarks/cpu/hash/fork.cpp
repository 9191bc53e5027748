// A process per message. It finds a context ready, the parent's, of which the fork has given it a copy of its
// own.
#include "benchmarks/cpu/hash/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/fork/child.hpp"
#include "runtimes/fork/shared.hpp"

namespace hashing {
namespace {

template <class Probe>
class Fork {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;

  static std::optional<simul::Hole> unsupported(const Parameters& p, const simul::Limits& limits) {
    return limits.unmet({{simul::Supply::processes, p.messages, "a process per message"}});
  }

  Fork(const Parameters& p, unsigned, Probe& probe)
      : probe_(probe), messages_(simul::made_once<Messages>(p)), digests_(p.tasks()), hashed_(p.tasks()) {}

  Answer run(std::uint64_t nonce) {
    std::vector<forked::Child> children;
    children.reserve(digests_.size());
    for (std::size_t i = 0; i < digests_.size(); ++i) children.emplace_back([&, i] { hash(i, nonce); });
    for (auto& child : children) child.wait();
    return {digests_.span(), simul::total(hashed_.span())};
  }

 private:
  void hash(std::size_t i, std::uint64_t nonce) {
    probe_.begin(i);
    digests_[i] = hasher_(messages_[i], nonce);
    hashed_[i] = simul::tally(nonce, i);
    probe_.end(i);
  }

  Probe& probe_;
  const Messages& messages_;
  Hasher hasher_;
  forked::Shared<Digest> digests_;
  forked::Shared<simul::Tally> hashed_;
};

const simul::Enter<Workload, Fork> enter{"fork"};

}  // namespace
}  // namespace hashing
