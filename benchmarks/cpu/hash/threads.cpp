// A thread per message, with a context that lives as long as the thread does: there is nobody to hand it on
// to.
#include "benchmarks/cpu/hash/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/threads/group.hpp"

namespace hashing {
namespace {

template <class Probe>
class Threads {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;

  static std::optional<simul::Hole> unsupported(const Parameters& p, const simul::Limits& limits) {
    return limits.unmet({{simul::Supply::threads, p.messages, "a thread per message"}});
  }

  Threads(const Parameters& p, unsigned, Probe& probe)
      : probe_(probe), messages_(simul::made_once<Messages>(p)), digests_(p.tasks()), hashed_(p.tasks()) {}

  Answer run(std::uint64_t nonce) {
    threads::Group messages(digests_.size());
    for (std::size_t i = 0; i < digests_.size(); ++i) messages.spawn([this, i, nonce] { hash(i, nonce); });
    messages.join();
    return {digests_, simul::total(hashed_)};
  }

 private:
  void hash(std::size_t i, std::uint64_t nonce) {
    probe_.begin(i);
    digests_[i] = Hasher()(messages_[i], nonce);
    hashed_[i] = simul::tally(nonce, i);
    probe_.end(i);
  }

  Probe& probe_;
  const Messages& messages_;
  std::vector<Digest> digests_;
  std::vector<simul::Tally> hashed_;
};

const simul::Enter<Workload, Threads> enter{"threads"};

}  // namespace
}  // namespace hashing
