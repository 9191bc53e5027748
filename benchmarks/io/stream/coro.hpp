// Asynchronous generators, pulled by a coroutine per stream with the `async for` idiom: the sink asks the look-up, that
// asks the source, and nothing is made that was not asked for. To leave is to leave the loop: the generators are
// destroyed where they are suspended. Python's PEP 525; runtimes/coro/async_generator.hpp. `coro` and `coro_uring`
// differ only in how the loop waits.
#pragma once

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/stream/workload.hpp"
#include "runtimes/coro/async_generator.hpp"
#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/scope.hpp"

namespace stream {

template <class Probe, coro::Polling polling>
class OnOneLoop {
 public:
  static constexpr auto lanes = simul::Lanes::one;
  static auto unsupported(const Parameters&, const simul::Limits&) { return coro::why_unavailable(polling); }

  OnOneLoop(const Parameters& p, unsigned, Probe& probe) : p_(p), probe_(probe) {}

  Answer run(std::uint64_t nonce) {
    Answer flows(p_.count());
    loop_.run(all(flows, nonce));
    return flows;
  }

 private:
  using Items = coro::AsyncGenerator<Item>;

  coro::Task<> all(Answer& flows, std::uint64_t nonce) {
    coro::Scope streams(loop_);
    for (std::size_t stream = 0; stream < flows.size(); ++stream)
      streams.spawn(flow({p_, nonce, stream, flows[stream]}));
    co_await streams.join();
  }

  coro::Task<> flow(Part stream) {
    Sink sink(stream);
    Items items = look_up(make(Source(stream)), LookUp(stream));
    while (const Item* item = co_await items.next())
      if (!sink.take(*item, probe_)) break;
  }

  Items make(Source source) {
    for (;;) {
      const auto due = source.begin(probe_);
      co_await loop_.sleep_until(due);
      Item item = source.end(probe_);
      co_yield item;
    }
  }

  Items look_up(Items made, LookUp look_up) {
    while (const Item* item = co_await made.next()) {
      const auto due = look_up.begin(*item, probe_);
      co_await loop_.sleep_until(due);
      Item found = look_up.end(*item, probe_);
      co_yield found;
    }
  }

  const Parameters& p_;
  Probe& probe_;
  coro::Loop loop_{polling};
};

}  // namespace stream
