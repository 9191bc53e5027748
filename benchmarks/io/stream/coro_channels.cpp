// A coroutine per stage and a bounded channel between two: what is tuned is that stages work ahead of the sink, which a
// generator that is pulled cannot do. When the sink has enough it cancels the others, wherever they wait.
// runtimes/coro/channel.hpp; in asyncio a task per stage and asyncio.Queue(maxsize).
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/stream/workload.hpp"
#include "runtimes/coro/channel.hpp"
#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/scope.hpp"

namespace stream {
namespace {

using Channel = coro::Channel<Item>;

template <class Probe>
class CoroChannels {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  CoroChannels(const Parameters& p, unsigned, Probe& probe) : p_(p), probe_(probe) {}

  Answer run(std::uint64_t nonce) {
    Answer flows(p_.count());
    loop_.run(all(flows, nonce));
    return flows;
  }

 private:
  coro::Task<> all(Answer& flows, std::uint64_t nonce) {
    coro::Scope sinks(loop_);
    for (std::size_t i = 0; i < flows.size(); ++i) sinks.spawn(drain({p_, nonce, i, flows[i]}));
    co_await sinks.join();
  }

  coro::Task<> drain(Part stream) {
    Channel made(ahead), found(ahead);
    coro::Scope stages(loop_);
    stages.spawn(make(Source(stream), made));
    stages.spawn(look_up(LookUp(stream), made, found));
    Sink sink(stream);
    for (bool more = true; more;) {
      const auto item = co_await found.pop();
      more = sink.take(*item, probe_);
    }
    stages.cancel();
    co_await stages.join();
  }

  coro::Task<> make(Source source, Channel& made) {
    for (;;) {
      const auto due = source.begin(probe_);
      co_await loop_.sleep_until(due);
      Item item = source.end(probe_);
      co_await made.push(std::move(item));
    }
  }

  coro::Task<> look_up(LookUp look_up, Channel& made, Channel& found) {
    for (;;) {
      const auto item = co_await made.pop();
      const auto due = look_up.begin(*item, probe_);
      co_await loop_.sleep_until(due);
      Item answer = look_up.end(*item, probe_);
      co_await found.push(std::move(answer));
    }
  }

  const Parameters& p_;
  Probe& probe_;
  coro::Loop loop_;
};

const simul::Enter<Workload, CoroChannels> enter{"coro_channels"};

}  // namespace
}  // namespace stream
