// A coroutine per sleeper, with a timer of its own in its frame.
// https://think-async.com/Asio/asio-1.22.1/doc/asio/reference/steady_timer.html
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/gather/workload.hpp"
#include "runtimes/asio/loop.hpp"

namespace gather {
namespace {

template <class Probe>
class Asio {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Asio(const Parameters& p, unsigned, Probe& probe) : p_(p), probe_(probe) {}

  Answer run(std::uint64_t nonce) {
    Answer wakes(static_cast<std::size_t>(p_.sleepers));
    with_state(p_, [&](auto bytes) {
      for (std::size_t i = 0; i < wakes.size(); ++i) loop_.spawn(sleep<bytes()>(i, nonce, wakes[i]));
      loop_.run();
    });
    return wakes;
  }

 private:
  template <std::size_t bytes>
  asio::awaitable<void> sleep(std::size_t i, std::uint64_t nonce, Wake& wake) {
    asio::steady_timer timer(co_await asio::this_coro::executor);
    State<bytes> state;  // lives across the await, and so in the frame
    probe_.begin(i);
    probe_.wait(i, p_.nap(i));
    timer.expires_at(wake.fall_asleep(p_, nonce, i, state));
    co_await timer.async_wait(asio::use_awaitable);
    wake.up(state);
    probe_.wake(i);
    probe_.end(i);
  }

  const Parameters& p_;
  Probe& probe_;
  on_asio::Loop loop_;
};

const simul::Enter<Workload, Asio> enter{"asio"};

}  // namespace
}  // namespace gather
