// Coroutines on one loop, and its bounded channel between them: a push or a pop that need not wait is a
// function call, and one that must is a place in the channel's list. The last producer to end closes it.
// runtimes/coro/channel.hpp
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/sync/channel/workload.hpp"
#include "runtimes/coro/channel.hpp"
#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/scope.hpp"

namespace channel {
namespace {

using Channel = coro::Channel<std::uint64_t>;

coro::Task<> produce(Channel& channel, const Parameters& p, std::uint64_t nonce, std::uint64_t number,
                     Tally& all) {
  Tally tally;
  for (; number < p.count(); number += p.stride()) {
    std::uint64_t made = item(nonce, number);
    co_await channel.push(std::move(made));
    ++tally.produced;
  }
  all += tally;
}

coro::Task<> consume(Channel& channel, Tally& all) {
  Tally tally;
  for (;;) {
    const auto item = co_await channel.pop();
    if (!item) break;
    tally.consume(*item);
  }
  all += tally;
}

template <class Probe>
class Coro {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Coro(const Parameters& p, unsigned, Probe&) : p_(p) {}

  Tally run(std::uint64_t nonce) {
    Tally all;
    loop_.run(trade(nonce, all));
    return all;
  }

 private:
  coro::Task<> trade(std::uint64_t nonce, Tally& all) {
    Channel channel(capacity);
    coro::Scope producers(loop_), consumers(loop_);
    for (std::uint64_t producer = 0; producer < p_.stride(); ++producer)
      producers.spawn(produce(channel, p_, nonce, producer, all));
    for (std::int64_t consumer = 0; consumer < p_.consumers; ++consumer)
      consumers.spawn(consume(channel, all));
    co_await producers.join();
    channel.close();
    co_await consumers.join();
  }

  const Parameters& p_;
  coro::Loop loop_;
};

const simul::Enter<Workload, Coro> enter{"coro"};

}  // namespace
}  // namespace channel
