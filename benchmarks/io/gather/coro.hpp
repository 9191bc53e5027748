// A coroutine per sleeper on one loop: a frame of a hundred bytes and a place in the loop's heap of timers. `coro` and
// `coro_uring` differ only in how that loop waits.
#pragma once

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/gather/workload.hpp"
#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/scope.hpp"

namespace gather {

template <class Probe, coro::Polling polling>
class OnOneLoop {
 public:
  static constexpr auto lanes = simul::Lanes::one;
  static auto unsupported(const Parameters&, const simul::Limits&) { return coro::why_unavailable(polling); }

  OnOneLoop(const Parameters& p, unsigned, Probe& probe) : p_(p), probe_(probe) {}

  Answer run(std::uint64_t nonce) {
    Answer wakes(static_cast<std::size_t>(p_.sleepers));
    with_state(p_, [&](auto bytes) { loop_.run(gather<bytes()>(wakes, nonce)); });
    return wakes;
  }

 private:
  template <std::size_t bytes>
  coro::Task<> gather(Answer& wakes, std::uint64_t nonce) {
    coro::Scope sleepers(loop_);
    for (std::size_t i = 0; i < wakes.size(); ++i) sleepers.spawn(sleep<bytes>(i, nonce, wakes[i]));
    co_await sleepers.join();
  }

  template <std::size_t bytes>
  coro::Task<> sleep(std::size_t i, std::uint64_t nonce, Wake& wake) {
    State<bytes> state;  // lives across the await, and so in the frame
    probe_.begin(i);
    probe_.wait(i, p_.nap(i));
    const auto due = wake.fall_asleep(p_, nonce, i, state);
    co_await loop_.sleep_until(due);
    wake.up(state);
    probe_.wake(i);
    probe_.end(i);
  }

  const Parameters& p_;
  Probe& probe_;
  coro::Loop loop_{polling};
};

}  // namespace gather
