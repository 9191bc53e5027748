// Coroutines and Asio's own bounded channel between them, which is experimental. Who sends or receives is called on a later
// turn, whether it had to wait or not. The last producer to end closes the channel; what lies in it can still be taken.
// https://think-async.com/Asio/asio-1.22.1/doc/asio/overview/channels.html
#include <asio/experimental/channel.hpp>
#include <asio/redirect_error.hpp>
#include <asio/use_awaitable.hpp>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/sync/channel/workload.hpp"
#include "runtimes/asio/loop.hpp"

namespace channel {
namespace {

using AsioChannel = asio::experimental::channel<void(asio::error_code, std::uint64_t)>;

template <class Probe>
class Asio {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Asio(const Parameters& p, unsigned, Probe&) : p_(p) {}

  Tally run(std::uint64_t nonce) {
    Tally all;
    AsioChannel channel(loop_.context(), capacity);
    producing_ = p_.producers;
    for (std::uint64_t producer = 0; producer < p_.stride(); ++producer)
      loop_.spawn(produce(channel, nonce, producer, all));
    for (std::int64_t consumer = 0; consumer < p_.consumers; ++consumer) loop_.spawn(consume(channel, all));
    loop_.run();
    return all;
  }

 private:
  asio::awaitable<void> produce(AsioChannel& channel, std::uint64_t nonce, std::uint64_t number, Tally& all) {
    Tally tally;
    for (; number < p_.count(); number += p_.stride()) {
      co_await channel.async_send(asio::error_code(), item(nonce, number), asio::use_awaitable);
      ++tally.produced;
    }
    all += tally;
    if (--producing_ == 0) channel.close();
  }

  asio::awaitable<void> consume(AsioChannel& channel, Tally& all) {
    Tally tally;
    for (asio::error_code closed;;) {
      const auto item = co_await channel.async_receive(asio::redirect_error(asio::use_awaitable, closed));
      if (closed) break;
      tally.consume(item);
    }
    all += tally;
  }

  const Parameters& p_;
  on_asio::Loop loop_;
  std::int64_t producing_ = 0;
};

const simul::Enter<Workload, Asio> enter{"asio"};

}  // namespace
}  // namespace channel
