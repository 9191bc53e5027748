// A task per producer and consumer. oneTBB's own concurrent_bounded_queue blocks the thread of whoever finds it full or
// empty, and two such tasks would stop an arena of two for good; here tasks suspend themselves, in front of the queue
// as on their waits. https://oneapi-spec.uxlfoundation.org (oneTBB, containers, concurrent_bounded_queue; task
// scheduler, resumable tasks), runtimes/tbb/channel.hpp
#include <oneapi/tbb/task_group.h>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/queue/workload.hpp"
#include "runtimes/tbb/alarm.hpp"
#include "runtimes/tbb/arena.hpp"
#include "runtimes/tbb/channel.hpp"

namespace queue {
namespace {

template <class Probe>
class Tbb {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  Tbb(const Parameters& p, unsigned workers, Probe& probe) : p_(p), probe_(probe), arena_(workers) {}

  Answer run(std::uint64_t nonce) {
    Answer receipts(p_.count());
    Queue queue(capacity);
    arena_.execute([&] {
      tbb::task_group producers, consumers;
      for (std::int64_t i = 0; i < p_.consumers; ++i) consumers.run([&] { consume(queue, receipts); });
      for (std::int64_t i = 0; i < p_.producers; ++i)
        producers.run([&, i] { produce(queue, Producer(p_, nonce, static_cast<std::size_t>(i), receipts)); });
      producers.wait();
      queue.close();
      consumers.wait();
    });
    return receipts;
  }

 private:
  using Queue = onetbb::Channel<Item>;

  void produce(Queue& queue, Producer producer) {
    while (!producer.over()) {
      alarm_.sleep_until(producer.due());
      queue.push(producer.make(probe_));
    }
  }

  void consume(Queue& queue, Answer& receipts) {
    while (const auto item = queue.pop()) {
      alarm_.sleep_until(take(p_, *item, receipts, probe_));
      finish(*item, receipts, probe_);
    }
  }

  const Parameters& p_;
  Probe& probe_;
  onetbb::Arena arena_;
  onetbb::Alarm alarm_;
};

const simul::Enter<Workload, Tbb> enter{"tbb"};

}  // namespace
}  // namespace queue
