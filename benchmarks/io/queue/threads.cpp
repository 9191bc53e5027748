// A thread per producer and consumer, and between them a deque under a mutex with two condition variables. When the
// producers have ended the queue is closed: consumers use up what is inside, and leave when nothing is.
// https://en.cppreference.com/w/cpp/thread/condition_variable
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/queue/workload.hpp"
#include "runtimes/sequential/blocking.hpp"
#include "runtimes/threads/channel.hpp"
#include "runtimes/threads/group.hpp"

namespace queue {
namespace {

template <class Probe>
class Threads {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;

  static std::optional<simul::Hole> unsupported(const Parameters& p, const simul::Limits& limits) {
    return limits.unmet({{simul::Supply::threads, p.producers + p.consumers, "a thread per end"}});
  }

  Threads(const Parameters& p, unsigned, Probe& probe) : p_(p), probe_(probe) {}

  Answer run(std::uint64_t nonce) {
    Answer receipts(p_.count());
    Queue queue(capacity);
    const auto ends = static_cast<std::size_t>(p_.producers);
    threads::Group producers(ends), consumers(static_cast<std::size_t>(p_.consumers));
    for (std::int64_t i = 0; i < p_.consumers; ++i) consumers.spawn([&] { consume(queue, receipts); });
    for (std::size_t i = 0; i < ends; ++i)
      producers.spawn([&, i, nonce] { produce(queue, Producer(p_, nonce, i, receipts)); });
    producers.join();
    queue.close();
    consumers.join();
    return receipts;
  }

 private:
  using Queue = threads::Channel<Item>;

  void produce(Queue& queue, Producer producer) {
    while (!producer.over()) {
      sequential::sleep_until(producer.due());
      queue.push(producer.make(probe_));
    }
  }

  void consume(Queue& queue, Answer& receipts) {
    while (const auto item = queue.pop()) {
      sequential::sleep_until(take(p_, *item, receipts, probe_));
      finish(*item, receipts, probe_);
    }
  }

  const Parameters& p_;
  Probe& probe_;
};

const simul::Enter<Workload, Threads> enter{"threads"};

}  // namespace
}  // namespace queue
