// Callbacks of one loop and a queue between them, which on one thread needs no lock and nobody to be woken:
// producers and consumers are idle handles, called once on every turn. One fills the queue up to its bound,
// one empties it. libuv's own queue, uv_async_send, is for other threads and hands on no items.
// https://docs.libuv.org/en/v1.x/idle.html
#include <queue>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/sync/channel/workload.hpp"
#include "runtimes/uv/idle.hpp"
#include "runtimes/uv/loop.hpp"

namespace channel {
namespace {

// What the callbacks of one run share.
struct Market {
  const Parameters& p;
  std::uint64_t nonce;
  std::queue<std::uint64_t> channel{};
  std::int64_t producing = p.producers;
};

struct Producer {
  Market* market = nullptr;
  std::uint64_t next = 0;
  Tally tally{};
  uv::Idle handle{};

  void on_turn() {
    for (; next < market->p.count(); next += market->p.stride(), ++tally.produced) {
      if (market->channel.size() == capacity) return;
      market->channel.push(item(market->nonce, next));
    }
    --market->producing;
    handle.stop();
  }
};

struct Consumer {
  Market* market = nullptr;
  Tally tally{};
  uv::Idle handle{};

  void on_turn() {
    for (; !market->channel.empty(); market->channel.pop()) tally.consume(market->channel.front());
    if (market->producing == 0) handle.stop();
  }
};

template <class Probe>
class Uv {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Uv(const Parameters& p, unsigned, Probe&)
      : p_(p), producers_(p.stride()), consumers_(static_cast<std::size_t>(p.consumers)) {
    for (Producer& producer : producers_) producer.handle.open(loop_);
    for (Consumer& consumer : consumers_) consumer.handle.open(loop_);
  }

  Tally run(std::uint64_t nonce) {
    Market market{p_, nonce};
    for (Consumer& consumer : consumers_) consumer.market = &market, start(consumer);
    for (std::uint64_t i = 0; i < p_.stride(); ++i)
      producers_[i].market = &market, producers_[i].next = i, start(producers_[i]);
    loop_.run();
    Tally all;
    for (const Producer& producer : producers_) all += producer.tally;
    for (const Consumer& consumer : consumers_) all += consumer.tally;
    return all;
  }

 private:
  template <class End>
  void start(End& end) {
    end.tally = {};
    end.handle.template start<&End::on_turn>(end);
  }

  const Parameters& p_;
  std::vector<Producer> producers_;
  std::vector<Consumer> consumers_;
  uv::Loop loop_;  // last: it closes the handles
};

const simul::Enter<Workload, Uv> enter{"uv"};

}  // namespace
}  // namespace channel
