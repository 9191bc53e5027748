// An asio::awaitable per unit, awaited, or given to co_spawn and joined. Asio has no scope to join: the last child to
// end cancels the timer that their parent waits for, as the writers of Asio's chat server are called.
// https://think-async.com/Asio/asio-1.22.1/src/examples/cpp20/coroutines/chat_server.cpp
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/sync/spawn/workload.hpp"
#include "runtimes/asio/loop.hpp"

namespace spawn {
namespace {

asio::awaitable<std::uint64_t> answer_by_asio(Tally& tally, std::uint64_t nonce, std::uint64_t unit) {
  ++tally.started;
  co_return value(nonce, unit);
}

asio::awaitable<void> complete_by_asio(Tally& tally, std::uint64_t nonce, std::uint64_t unit) {
  work(tally, nonce, unit);
  co_return;
}

template <class Probe>
class Asio {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Asio(const Parameters& p, unsigned, Probe&) : p_(p) {}

  Tally run(std::uint64_t nonce) {
    Tally tally;
    loop_.spawn(p_.awaited() ? await_all(tally, nonce) : spawn_all(tally, nonce));
    loop_.run();
    return tally;
  }

 private:
  asio::awaitable<void> await_all(Tally& tally, std::uint64_t nonce) {
    for (std::uint64_t unit = 0; unit < static_cast<std::uint64_t>(p_.units); ++unit) {
      ++tally.created;
      tally.complete(co_await answer_by_asio(tally, nonce, unit));
    }
  }

  asio::awaitable<void> spawn_all(Tally& tally, std::uint64_t nonce) {
    const auto executor = co_await asio::this_coro::executor;
    asio::steady_timer joined(executor, asio::steady_timer::time_point::max());
    std::int64_t running = 0;
    const auto on_end = [&](std::exception_ptr failure) {
      on_asio::rethrow(std::move(failure));
      if (--running == 0) joined.cancel();
    };
    std::uint64_t unit = 0;
    for (std::int64_t batch = 0; batch < p_.batches(); ++batch) {
      for (; running < p_.at_once; ++running) {
        ++tally.created;
        asio::co_spawn(executor, complete_by_asio(tally, nonce, unit++), on_end);  // which is called on a later turn
      }
      asio::error_code cancelled;
      co_await joined.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
    }
  }

  const Parameters& p_;
  on_asio::Loop loop_;
};

const simul::Enter<Workload, Asio> enter{"asio"};

}  // namespace
}  // namespace spawn
