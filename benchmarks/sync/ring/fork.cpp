// A process per node and a pipe before each, which carries the token and wakes who reads: the way in which processes
// that share nothing talk. Only what a node counted lies in shared memory, for the end. pipe(7)
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/sync/ring/workload.hpp"
#include "runtimes/fork/child.hpp"
#include "runtimes/fork/message.hpp"
#include "runtimes/fork/shared.hpp"
#include "runtimes/os/pipe.hpp"
#include "runtimes/sequential/blocking.hpp"

namespace ring {
namespace {

template <class Probe>
class Fork {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;

  static std::optional<simul::Hole> unsupported(const Parameters& p, const simul::Limits& limits) {
    return limits.unmet({{simul::Supply::processes, p.nodes, "a process per node"},
                         {simul::Supply::open_files, 2 * p.nodes, "a pipe per node"}});
  }

  Fork(const Parameters& p, unsigned, Probe&) : p_(p), visits_(p.size()) {
    for (std::int64_t node = 0; node < p.nodes; ++node) pipes_.push_back(os::make_pipe());
  }

  Answer run(std::uint64_t nonce) {
    std::vector<forked::Child> nodes;
    nodes.reserve(pipes_.size());
    for (std::uint64_t node = 0; node < p_.size(); ++node)
      nodes.emplace_back([this, node] { visits_[node] = stand(node); });
    send(start(nonce), 0);
    for (forked::Child& node : nodes) node.wait();
    return {receive(0), {visits_.begin(), visits_.end()}};
  }

 private:
  std::uint64_t stand(std::uint64_t node) {
    std::uint64_t visits = 0;
    for (; visits < static_cast<std::uint64_t>(p_.laps); ++visits) {
      Token token = receive(node);
      token.visit(node);
      send(token, p_.after(node));
    }
    return visits;
  }

  void send(const Token& token, std::uint64_t to) {
    sequential::write_all(pipes_[to].write_end.get(), forked::bytes_of(token));
  }
  Token receive(std::uint64_t node) {
    Token token;
    sequential::read_exactly(pipes_[node].read_end.get(), forked::room_of(token));
    return token;
  }

  const Parameters& p_;
  std::vector<os::Pipe> pipes_;
  forked::Shared<std::uint64_t> visits_;  // each process writes to its own
};

const simul::Enter<Workload, Fork> enter{"fork"};

}  // namespace
}  // namespace ring
