// A process per producer and consumer, and between them a ring in shared memory: semaphores count its room
// and its items, and a third keeps two from the same end. That is the textbook's bounded buffer
// (E. W. Dijkstra, 1965), and the way POSIX documents to share one between processes; a pipe would cost two
// system calls per item. sem_overview(7), shm_overview(7)
#include <array>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/sync/channel/workload.hpp"
#include "runtimes/fork/child.hpp"
#include "runtimes/fork/semaphore.hpp"
#include "runtimes/fork/shared.hpp"

namespace channel {
namespace {

class Ring {
 public:
  struct Item {
    std::uint64_t value = 0;
    bool end = false;  // no item: the one consumer that gets it leaves
  };

  void push(Item item) {
    room_.acquire();
    pushing_.acquire();
    items_[pushed_++ % capacity] = item;
    pushing_.release();
    filled_.release();
  }
  Item pop() {
    filled_.acquire();
    popping_.acquire();
    const Item item = items_[popped_++ % capacity];
    popping_.release();
    room_.release();
    return item;
  }

 private:
  forked::Semaphore room_{capacity}, filled_{0};
  forked::Semaphore pushing_{1}, popping_{1};
  std::uint64_t pushed_ = 0, popped_ = 0;
  std::array<Item, capacity> items_{};
};

template <class Probe>
class Fork {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;

  static std::optional<std::string> unsupported(const Parameters& p, const simul::Limits& limits) {
    if (p.items > 1'000'000) return "an item is eight semaphore operations: run up to 1,000,000 items";
    if (p.producers + p.consumers + 100 > limits.threads)
      return "this machine allows " + std::to_string(limits.threads) + " processes";
    return std::nullopt;
  }

  Fork(const Parameters& p, unsigned, Probe&)
      : p_(p), ring_(1), tallies_(static_cast<std::size_t>(p.producers + p.consumers)) {}

  Tally run(std::uint64_t nonce) {
    std::vector<forked::Child> producers, consumers;
    for (std::uint64_t i = 0; i < p_.stride(); ++i)
      producers.emplace_back([this, nonce, i] { tallies_[i] = produce(nonce, i); });
    for (std::uint64_t i = p_.stride(); i < tallies_.size(); ++i)
      consumers.emplace_back([this, i] { tallies_[i] = consume(); });
    for (forked::Child& producer : producers) producer.wait();
    for (std::size_t i = 0; i < consumers.size(); ++i) ring_->push({.end = true});
    for (forked::Child& consumer : consumers) consumer.wait();
    Tally all;
    for (const Tally& tally : tallies_) all += tally;
    return all;
  }

 private:
  Tally produce(std::uint64_t nonce, std::uint64_t number) {
    Tally tally;
    for (; number < p_.count(); number += p_.stride(), ++tally.produced)
      ring_->push({.value = item(nonce, number)});
    return tally;
  }
  Tally consume() {
    Tally tally;
    for (Ring::Item item = ring_->pop(); !item.end; item = ring_->pop()) tally.consume(item.value);
    return tally;
  }

  const Parameters& p_;
  forked::Shared<Ring> ring_;
  forked::Shared<Tally> tallies_;  // the producers', then the consumers': each writes to its own
};

const simul::Enter<Workload, Fork> enter{"fork"};

}  // namespace
}  // namespace channel
