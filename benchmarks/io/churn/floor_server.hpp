// The server of the floor. It accepts behind the clients' turn, and so finds the message there: it reads,
// answers and closes at once, and epoll never hears of its end of the connection, unless the message is late.
#pragma once

#include <deque>
#include <stdexcept>

#include "benchmarks/io/churn/workload.hpp"
#include "runtimes/os/epoll.hpp"
#include "runtimes/os/tcp.hpp"
#include "runtimes/sequential/blocking.hpp"

namespace churn {

class FloorServer {
 public:
  // An end of a connection that epoll is to tell of, whether it is the server's or a client's.
  struct End {
    bool of_client = false;
    os::Descriptor socket{};
  };

  // Of what comes to the listener the poller tells with a null pointer.
  explicit FloorServer(os::Epoll& poller) : poller_(poller) {
    os::set_nonblocking(listener_.socket);
    poller_.add(listener_.socket.get(), EPOLLIN | EPOLLET, nullptr);
  }

  std::uint16_t port() const { return listener_.port; }

  void start() {
    served_ = {};
    late_.clear();
  }
  void accept_all() {
    while (os::Descriptor connection = os::accept(listener_.socket))
      if (!serve(connection)) watch(std::move(connection));
  }
  // The poller has told of one of those that were late.
  void go_on(End& late) {
    if (serve(late.socket)) late.socket.close();
  }
  const Served& served() const { return served_; }

 private:
  // False: the message is not there yet. It comes whole, for it was sent whole.
  bool serve(const os::Descriptor& connection) {
    Message message;
    const auto got = sequential::receive_some(connection.get(), message);
    if (!got) return false;
    if (*got != message.size()) throw std::runtime_error("a client sent half a message");
    served_.count(message.size());
    sequential::send_all(connection.get(), message);
    return true;
  }

  void watch(os::Descriptor connection) {
    End& late = late_.emplace_back(End{.socket = std::move(connection)});
    poller_.add(late.socket.get(), EPOLLIN | EPOLLET, &late);
  }

  os::Epoll& poller_;
  os::Listener listener_ = os::listen_loopback();
  std::deque<End> late_;  // ends whose message was not there at once
  Served served_;
};

}  // namespace churn
