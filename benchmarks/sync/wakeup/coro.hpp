// A coroutine that waits for an event, and a thread that posts to its loop: Remote::post is how other threads reach
// a loop, asyncio's call_soon_threadsafe. The loop sleeps in its poller, an eventfd wakes it, it sets the event and
// resumes who waits. `coro` and `coro_uring` differ in what the loop sleeps in. runtimes/coro/remote.hpp
#pragma once

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/sync/wakeup/workload.hpp"
#include "runtimes/coro/event.hpp"
#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/remote.hpp"

namespace wakeup {

template <class Probe, coro::Polling polling>
class OnOneLoop {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;  // the loop's thread and the waker's
  static auto unsupported(const Parameters&, const simul::Limits&) { return coro::why_unavailable(polling); }

  OnOneLoop(const Parameters& p, unsigned, Probe&) : p_(p) {}

  Answer run(std::uint64_t nonce) {
    Desk desk;
    std::vector<Response> log(p_.count());
    coro::Event called;
    coro::Remote remote(loop_);
    const auto wake = [&] { remote.post([&called] { called.set(); }); };
    {
      const std::jthread waker([&] { desk.call_all(p_, nonce, wake); });
      loop_.run(answer_calls(desk, called, log));
    }
    return desk.answer(log);
  }

 private:
  static coro::Task<> answer_calls(Desk& desk, coro::Event& called, std::vector<Response>& log) {
    do {
      co_await called.wait();
      called.clear();
    } while (desk.run(log));
  }

  const Parameters& p_;
  coro::Loop loop_{polling};
};

}  // namespace wakeup
