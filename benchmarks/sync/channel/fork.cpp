// A process per producer and consumer, and between them a ring in shared memory: semaphores count its room
// and its items, the way POSIX documents to share a buffer between processes; a pipe would cost two system calls
// per item. sem_overview(7), shm_overview(7), runtimes/fork/channel.hpp
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/sync/channel/workload.hpp"
#include "runtimes/fork/channel.hpp"
#include "runtimes/fork/child.hpp"
#include "runtimes/fork/shared.hpp"

namespace channel {
namespace {

template <class Probe>
class Fork {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;

  static std::optional<simul::Hole> unsupported(const Parameters& p, const simul::Limits& limits) {
    return limits.unmet({{simul::Supply::processes, p.producers + p.consumers, "a process per end"}});
  }

  Fork(const Parameters& p, unsigned, Probe&)
      : p_(p), channel_(1), tallies_(static_cast<std::size_t>(p.producers + p.consumers)) {}

  Tally run(std::uint64_t nonce) {
    std::vector<forked::Child> producers, consumers;
    for (std::uint64_t i = 0; i < p_.stride(); ++i)
      producers.emplace_back([this, nonce, i] { tallies_[i] = produce(nonce, i); });
    for (std::uint64_t i = p_.stride(); i < tallies_.size(); ++i)
      consumers.emplace_back([this, i] { tallies_[i] = consume(); });
    for (forked::Child& producer : producers) producer.wait();
    channel_->close(consumers.size());
    for (forked::Child& consumer : consumers) consumer.wait();
    Tally all;
    for (const Tally& tally : tallies_) all += tally;
    return all;
  }

 private:
  Tally produce(std::uint64_t nonce, std::uint64_t number) {
    Tally tally;
    for (; number < p_.count(); number += p_.stride(), ++tally.produced) channel_->push(item(nonce, number));
    return tally;
  }
  Tally consume() {
    Tally tally;
    for (auto item = channel_->pop(); item; item = channel_->pop()) tally.consume(*item);
    return tally;
  }

  const Parameters& p_;
  forked::Shared<forked::Channel<std::uint64_t, capacity>> channel_;
  forked::Shared<Tally> tallies_;  // the producers', then the consumers': each writes to its own
};

const simul::Enter<Workload, Fork> enter{"fork"};

}  // namespace
}  // namespace channel
