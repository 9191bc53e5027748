// The generators of `coro` as plain functions: the sink asks, a call_at ends the making of an item, another one its
// looking up, and the last calls the sink. Who asks next is again the sink; to leave is to ask no more. The layer below
// the coroutines, runtimes/coro/callback.hpp; in asyncio loop.call_at.
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/stream/workload.hpp"
#include "runtimes/coro/event.hpp"
#include "runtimes/coro/loop.hpp"

namespace stream {
namespace {

template <class Probe>
class CoroCallbacks {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  CoroCallbacks(const Parameters& p, unsigned, Probe& probe) : p_(p), probe_(probe) {}

  Answer run(std::uint64_t nonce) {
    Answer flows(p_.count());
    streams_.clear();
    for (std::size_t i = 0; i < flows.size(); ++i) streams_.emplace_back(Part(p_, nonce, i, flows[i]));
    loop_.run(all());
    return flows;
  }

 private:
  struct Stream {
    explicit Stream(const Part& part) : source(part), look_up(part), sink(part) {}
    Source source;
    LookUp look_up;
    Sink sink;
    Item item{};          // that is looked up
    coro::Handle next{};  // what ends the wait
  };

  coro::Task<> all() {
    open_ = streams_.size();
    all_left_.clear();
    for (Stream& stream : streams_) ask(stream);
    co_await all_left_.wait();
  }

  void ask(Stream& stream) {
    stream.next = loop_.call_at(stream.source.begin(probe_), [this, &stream] { on_made(stream); });
  }

  void on_made(Stream& stream) {
    stream.item = stream.source.end(probe_);
    const auto due = stream.look_up.begin(stream.item, probe_);
    stream.next = loop_.call_at(due, [this, &stream] { on_found(stream); });
  }

  void on_found(Stream& stream) {
    if (stream.sink.take(stream.look_up.end(stream.item, probe_), probe_)) return ask(stream);
    if (--open_ == 0) all_left_.set();
  }

  const Parameters& p_;
  Probe& probe_;
  coro::Loop loop_;
  std::vector<Stream> streams_;  // behind the loop, which their handles must not outlive
  std::size_t open_ = 0;         // whose sink has not left
  coro::Event all_left_;
};

const simul::Enter<Workload, CoroCallbacks> enter{"coro_callbacks"};

}  // namespace
}  // namespace stream
