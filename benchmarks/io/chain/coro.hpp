// A coroutine per chain, which awaits a coroutine per step: each returns its result to the chain, as a function would,
// and the chain hands it to the next. That is how asyncio's documentation chains them ("Awaitables: Coroutines"), and
// a step costs its frame. `coro` and `coro_uring` differ only in how the loop waits.
#pragma once

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/chain/workload.hpp"
#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/scope.hpp"

namespace chain {

template <class Probe, coro::Polling polling>
class OnOneLoop {
 public:
  static constexpr auto lanes = simul::Lanes::one;
  static auto unsupported(const Parameters&, const simul::Limits&) { return coro::why_unavailable(polling); }

  OnOneLoop(const Parameters& p, unsigned, Probe& probe) : p_(p), probe_(probe) {}

  Answer run(std::uint64_t nonce) {
    Answer links(p_.count() * p_.length());
    loop_.run(all(links, nonce));
    return links;
  }

 private:
  coro::Task<> all(Answer& links, std::uint64_t nonce) {
    coro::Scope chains(loop_);
    for (std::size_t chain = 0; chain < p_.count(); ++chain)
      chains.spawn(follow(chain, nonce, links_of(links, p_, chain)));
    co_await chains.join();
  }

  coro::Task<> follow(std::size_t chain, std::uint64_t nonce, Link* links) {
    probe_.begin(chain);
    std::string result = origin(nonce, chain);
    for (std::size_t step = 0; step < p_.length(); ++step)
      result = co_await take(chain, step, result, links[step]);
    probe_.end(chain);
  }

  // What it needs lies in the frame of who awaits it.
  coro::Task<std::string> take(std::size_t chain, std::size_t step, const std::string& before, Link& link) {
    probe_.wait(chain, p_.delay(chain, step));
    const auto due = link.begin(p_.delay(chain, step));
    co_await loop_.sleep_until(due);
    probe_.wake(chain);
    co_return link.end(step, before);
  }

  const Parameters& p_;
  Probe& probe_;
  coro::Loop loop_{polling};
};

}  // namespace chain
