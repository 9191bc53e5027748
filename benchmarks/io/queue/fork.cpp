// A process per producer and consumer, and between them a ring in shared memory whose semaphores count its room and its
// items. When the producers have ended, each consumer is sent a word to leave, behind all items. sem_overview(7),
// shm_overview(7)
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/queue/workload.hpp"
#include "runtimes/fork/channel.hpp"
#include "runtimes/fork/child.hpp"
#include "runtimes/fork/shared.hpp"
#include "runtimes/sequential/blocking.hpp"

namespace queue {
namespace {

template <class Probe>
class Fork {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;

  static std::optional<simul::Hole> unsupported(const Parameters& p, const simul::Limits& limits) {
    return limits.unmet({{simul::Supply::processes, p.producers + p.consumers, "a process per end"}});
  }

  Fork(const Parameters& p, unsigned, Probe& probe) : p_(p), probe_(probe), queue_(1), receipts_(p.count()) {}

  Answer run(std::uint64_t nonce) {
    std::ranges::fill(receipts_, Receipt{});
    std::vector<forked::Child> producers, consumers;
    for (std::int64_t i = 0; i < p_.consumers; ++i) consumers.emplace_back([this] { consume(); });
    for (std::int64_t i = 0; i < p_.producers; ++i)
      producers.emplace_back([=, this] { produce(static_cast<std::size_t>(i), nonce); });
    for (forked::Child& producer : producers) producer.wait();
    queue_->close(consumers.size());
    for (forked::Child& consumer : consumers) consumer.wait();
    return {receipts_.begin(), receipts_.end()};
  }

 private:
  void produce(std::size_t number, std::uint64_t nonce) {
    for (Producer producer(p_, nonce, number, receipts_.span()); !producer.over();) {
      sequential::sleep_until(producer.due());
      queue_->push(producer.make(probe_));
    }
  }

  void consume() {
    for (auto item = queue_->pop(); item; item = queue_->pop()) {
      sequential::sleep_until(take(p_, *item, receipts_.span(), probe_));
      finish(*item, receipts_.span(), probe_);
    }
  }

  const Parameters& p_;
  Probe& probe_;
  forked::Shared<forked::Channel<Item, capacity>> queue_;
  forked::Shared<Receipt> receipts_;
};

const simul::Enter<Workload, Fork> enter{"fork"};

}  // namespace
}  // namespace queue
