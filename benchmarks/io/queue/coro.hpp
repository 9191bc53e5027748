// A coroutine per producer and consumer on one loop, and its bounded channel between them, used as asyncio's queue is:
// task_done() for every item, join() until all are done, then the consumers are cancelled where they wait.
// https://docs.python.org/3/library/asyncio-queue.html ("Examples"), runtimes/coro/channel.hpp. `coro` and `coro_uring`
// differ only in how the loop waits.
#pragma once

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/queue/workload.hpp"
#include "runtimes/coro/channel.hpp"
#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/scope.hpp"

namespace queue {

template <class Probe, coro::Polling polling>
class OnOneLoop {
 public:
  static constexpr auto lanes = simul::Lanes::one;
  static auto unsupported(const Parameters&, const simul::Limits&) { return coro::why_unavailable(polling); }

  OnOneLoop(const Parameters& p, unsigned, Probe& probe) : p_(p), probe_(probe) {}

  Answer run(std::uint64_t nonce) {
    Answer receipts(p_.count());
    loop_.run(trade(receipts, nonce));
    return receipts;
  }

 private:
  using Queue = coro::Channel<Item>;

  coro::Task<> trade(Answer& receipts, std::uint64_t nonce) {
    Queue queue(capacity);
    coro::Scope producers(loop_), consumers(loop_);
    for (std::int64_t i = 0; i < p_.consumers; ++i) consumers.spawn(consume(queue, receipts));
    for (std::int64_t i = 0; i < p_.producers; ++i)
      producers.spawn(produce(queue, Producer(p_, nonce, static_cast<std::size_t>(i), receipts)));
    co_await producers.join();
    co_await queue.join();
    consumers.cancel();
    co_await consumers.join();
  }

  coro::Task<> produce(Queue& queue, Producer producer) {
    while (!producer.over()) {
      const auto due = producer.due();
      co_await loop_.sleep_until(due);
      Item item = producer.make(probe_);
      co_await queue.push(std::move(item));
    }
  }

  coro::Task<> consume(Queue& queue, Answer& receipts) {
    for (;;) {
      const auto item = co_await queue.pop();
      const auto used = take(p_, *item, receipts, probe_);
      co_await loop_.sleep_until(used);
      finish(*item, receipts, probe_);
      queue.task_done();
    }
  }

  const Parameters& p_;
  Probe& probe_;
  coro::Loop loop_{polling};
};

}  // namespace queue
