// A connection to the origin for oneTBB's tasks, kept alive from one request to the next, and made anew when
// it broke off. oneTBB has no I/O: a task that would block suspends itself, and a thread of ours with epoll
// resumes it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <system_error>

#include "benchmarks/io/fetch/workload.hpp"
#include "runtimes/http/message.hpp"
#include "runtimes/os/tcp.hpp"
#include "runtimes/tbb/reactor.hpp"
#include "runtimes/tbb/socket.hpp"

namespace fetch {

class TbbConnection {
 public:
  TbbConnection(onetbb::Reactor& reactor, std::uint16_t port) : reactor_(reactor), port_(port) { connect(); }

  // Called in a task. The answer stays until the next request; throws what broke off the last attempt.
  const http::Response& get(std::string_view request) {
    for (int attempt = 1;; ++attempt) {
      if (!socket_) connect();
      const std::error_code error = ask(request);
      if (!error) return response_;
      socket_.reset();
      if (attempt == most_attempts || !http::broke_off(error)) throw std::system_error(error, "fetch");
    }
  }

 private:
  void connect() {
    socket_.emplace(reactor_, os::connect_loopback(port_));
    response_.reset();
  }

  // Why the connection broke off, if it did.
  std::error_code ask(std::string_view request) {
    std::error_code error;
    socket_->write_all(std::as_bytes(std::span(request)), error);
    for (bool whole = false; !whole && !error;) {
      const std::size_t got = socket_->read_some(room_, error);
      if (got > 0)
        whole = response_.take(std::span(room_).first(got));
      else if (!error)
        error = std::make_error_code(std::errc::connection_aborted);
    }
    return error;
  }

  onetbb::Reactor& reactor_;
  std::uint16_t port_;
  std::optional<onetbb::Socket> socket_;  // none: it broke off
  http::Response response_;
  std::array<std::byte, 16 * 1024> room_;
};

}  // namespace fetch
