// A coroutine per page, all started at once, and a semaphore that lets `limit` of them fetch: the crawler of every
// textbook on asynchronous code. Lines are written by the coroutine itself: to hand a few hundred bytes for the page cache
// to a thread would take longer than to write them. `coro` and `coro_uring` differ only in how the loop waits.
#pragma once

#include <deque>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/fetch/origin.hpp"
#include "benchmarks/io/fetch/workload.hpp"
#include "runtimes/coro/listener.hpp"
#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/scope.hpp"
#include "runtimes/coro/semaphore.hpp"
#include "runtimes/coro/socket.hpp"
#include "runtimes/http/message.hpp"
#include "runtimes/os/scratch_file.hpp"

namespace fetch {

template <class Probe, coro::Polling polling>
class OnOneLoop {
 public:
  static constexpr auto lanes = simul::Lanes::one;
  static auto unsupported(const Parameters&, const simul::Limits&) { return coro::why_unavailable(polling); }

  OnOneLoop(const Parameters& p, unsigned, Probe& probe)
      : p_(p),
        probe_(probe),
        origin_(p),
        permits_(static_cast<std::size_t>(p.limit)),
        connections_(permits_.permits()) {
    for (Connection& connection : connections_) {
      connection.socket.emplace(loop_, os::connect_loopback(origin_.port()));
      idle_.push_back(&connection);
    }
  }

  Answer run(std::uint64_t nonce) {
    file_.clear();
    loop_.run(crawl(nonce));
    return {file_.contents(), origin_.served()};
  }

 private:
  struct Connection {
    std::optional<coro::Socket> socket;  // none: it broke off
    http::Response response = {};
    std::array<std::byte, 16 * 1024> room = {};
  };

  coro::Task<> crawl(std::uint64_t nonce) {
    coro::Scope pages(loop_);
    for (std::size_t page = 0; page < p_.count(); ++page) pages.spawn(fetch(nonce, page));
    co_await pages.join();
  }

  coro::Task<> fetch(std::uint64_t nonce, std::size_t page) {
    const auto permit = co_await permits_.scoped();
    Connection& connection = *idle_.back();
    idle_.pop_back();
    probe_.begin(page);
    probe_.wait(page, p_.wait(page));
    const std::string target = target_of(nonce, page);
    co_await get(connection, http::get(target));
    probe_.wake(page);
    file_.append(harvest(target, connection.response.status(), connection.response.body()));
    probe_.end(page);
    idle_.push_back(&connection);
  }

  coro::Task<> get(Connection& connection, const std::string& request) {
    for (int attempt = 1;; ++attempt) {
      if (!connection.socket) co_await connect(connection);
      try {
        co_await connection.socket->write_all(std::as_bytes(std::span(request)));
        for (bool whole = false; !whole;) {
          const std::size_t got = co_await connection.socket->read_some(connection.room);
          whole = connection.response.take(std::span(connection.room).first(got));
        }
        co_return;
      } catch (const std::system_error& error) {
        if (attempt == most_attempts || !http::broke_off(error.code())) throw;
      }
      connection.socket.reset();
    }
  }

  coro::Task<> connect(Connection& connection) {
    connection.socket.emplace(loop_, co_await coro::connect(loop_, coro::Endpoint::tcp(origin_.port())));
    connection.response.reset();
  }

  const Parameters& p_;
  Probe& probe_;
  Origin origin_;
  os::ScratchFile file_;
  coro::Loop loop_{polling};
  coro::Semaphore permits_;
  std::deque<Connection> connections_;
  std::vector<Connection*> idle_;  // as many as there are permits
};

}  // namespace fetch
