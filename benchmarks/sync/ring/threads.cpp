// A thread per node and a mailbox before each: room for the one token, and a semaphore that says that it is there.
// Nobody else ever writes to a mailbox that is not empty, so it needs no lock. sem_overview(7)
#include <deque>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/sync/ring/workload.hpp"
#include "runtimes/threads/group.hpp"
#include "runtimes/threads/semaphore.hpp"

namespace ring {
namespace {

class Letterbox {
 public:
  void put(const Token& token) {
    token_ = token;
    filled_.release();
  }
  Token take() {
    filled_.acquire();
    return token_;
  }

 private:
  Token token_;
  threads::Semaphore filled_{0U};
};

template <class Probe>
class Threads {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;

  static std::optional<simul::Hole> unsupported(const Parameters& p, const simul::Limits& limits) {
    return limits.unmet({{simul::Supply::threads, p.nodes, "a thread per node"}});
  }

  Threads(const Parameters& p, unsigned, Probe&) : p_(p), mailboxes_(p.size()) {}

  Answer run(std::uint64_t nonce) {
    Answer answer{{}, std::vector<std::uint64_t>(p_.size())};
    threads::Group nodes(p_.size());
    for (std::uint64_t node = 0; node < p_.size(); ++node)
      nodes.spawn([this, node, &visits = answer.visits[node]] { visits = stand(node); });
    mailboxes_[0].put(start(nonce));
    nodes.join();
    answer.token = mailboxes_[0].take();  // what the last node handed on
    return answer;
  }

 private:
  std::uint64_t stand(std::uint64_t node) {
    std::uint64_t visits = 0;
    for (std::int64_t lap = 0; lap < p_.laps; ++lap, ++visits) {
      Token token = mailboxes_[node].take();
      token.visit(node);
      mailboxes_[p_.after(node)].put(token);
    }
    return visits;
  }

  const Parameters& p_;
  std::deque<Letterbox> mailboxes_;  // they cannot be moved
};

const simul::Enter<Workload, Threads> enter{"threads"};

}  // namespace
}  // namespace ring
