// The nodes of `threads` with a queue before each, under a mutex with condition variables: what programs have whose
// threads send each other messages, and what it takes when a queue is more than was needed.
// https://en.cppreference.com/w/cpp/thread/condition_variable
#include <deque>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/sync/ring/workload.hpp"
#include "runtimes/threads/channel.hpp"
#include "runtimes/threads/group.hpp"

namespace ring {
namespace {

template <class Probe>
class ThreadsChannel {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;

  static std::optional<simul::Hole> unsupported(const Parameters& p, const simul::Limits& limits) {
    return limits.unmet({{simul::Supply::threads, p.nodes, "a thread per node"}});
  }

  ThreadsChannel(const Parameters& p, unsigned, Probe&) : p_(p) {
    while (channels_.size() < p.size()) channels_.emplace_back(std::size_t{1});
  }

  Answer run(std::uint64_t nonce) {
    std::vector<std::uint64_t> visits(channels_.size());
    threads::Group nodes(channels_.size());
    for (std::uint64_t node = 0; node < channels_.size(); ++node)
      nodes.spawn([&, node] {
        for (std::int64_t lap = 0; lap < p_.laps; ++lap) pass_on(node, visits[node]);
      });
    channels_.front().push(start(nonce));
    nodes.join();
    return {channels_.front().pop().value(), std::move(visits)};
  }

 private:
  void pass_on(std::uint64_t node, std::uint64_t& visits) {
    Token token = channels_[node].pop().value();
    token.visit(node), ++visits;
    channels_[p_.after(node)].push(token);
  }

  const Parameters& p_;
  std::deque<threads::Channel<Token>> channels_;
};

const simul::Enter<Workload, ThreadsChannel> enter{"threads_channel"};

}  // namespace
}  // namespace ring
