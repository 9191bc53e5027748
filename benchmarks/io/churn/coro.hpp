// A coroutine per client, one that accepts, and one per connection that it accepted, in a scope: when the clients are
// done, the server is cancelled. All on one loop; `coro` and `coro_uring` differ only in how that loop waits.
#pragma once

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/churn/workload.hpp"
#include "runtimes/coro/endpoint.hpp"
#include "runtimes/coro/listener.hpp"
#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/scope.hpp"
#include "runtimes/coro/socket.hpp"

namespace churn {

template <class Probe, coro::Polling polling>
class OnOneLoop {
 public:
  static constexpr auto lanes = simul::Lanes::one;
  static std::optional<simul::Hole> unsupported(const Parameters& p, const simul::Limits& limits) {
    if (auto why = coro::why_unavailable(polling)) return why;
    return too_many_sockets(p, limits);
  }

  OnOneLoop(const Parameters& p, unsigned, Probe& probe) : p_(p), probe_(probe) {}

  Answer run(std::uint64_t nonce) {
    Answer answer(p_);
    loop_.run(coro::in_scope(loop_,
                             [&](coro::Scope& server) { return call_while_serving(server, nonce, answer); }));
    return answer;
  }

 private:
  coro::Task<> call_while_serving(coro::Scope& server, std::uint64_t nonce, Answer& answer) {
    server.spawn(accept_all(server, answer.served));
    coro::Scope clients(loop_);
    for (std::size_t i = 0; i < p_.count(); ++i) clients.spawn(call_all(i, nonce, answer.clients[i]));
    co_await clients.join();
    server.cancel();
  }

  coro::Task<> accept_all(coro::Scope& server, Served& served) {
    for (;;) {
      os::Descriptor connection = co_await listener_.accept();
      server.spawn(serve(std::move(connection), served));
    }
  }

  coro::Task<> serve(os::Descriptor connection, Served& served) {
    coro::Socket socket(loop_, std::move(connection));
    Message message;
    const bool whole = co_await socket.read_exactly(message);
    if (!whole) co_return;  // its client will tell
    served.count(message.size());
    co_await socket.write_all(message);
  }

  coro::Task<> call_all(std::size_t i, std::uint64_t nonce, Heard& heard) {
    probe_.begin(i);
    Caller caller(p_, nonce, i);
    while (!caller.over()) co_await call(caller);
    heard = caller.heard();
    probe_.end(i);
  }

  coro::Task<> call(Caller& caller) {
    os::Descriptor connection = co_await coro::connect(loop_, listener_.endpoint());
    coro::Socket socket(loop_, std::move(connection));
    co_await socket.write_all(caller.say());
    std::array<std::byte, room_bytes> room;
    for (;;) {
      const std::size_t got = co_await socket.read_some(room);
      if (got == 0) break;
      caller.hear(std::span(room).first(got));
    }
    caller.hung_up();
  }

  const Parameters& p_;
  Probe& probe_;
  coro::Loop loop_{polling};
  coro::Listener listener_{loop_, coro::Endpoint::tcp(0)};
};

}  // namespace churn
