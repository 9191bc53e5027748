// The floor: a hand-written state machine on edge-triggered epoll, no framework. The clients have their turn before the
// server, which therefore finds the message there when it accepts: it reads, answers and closes at once, and epoll
// never hears of its end of the connection, unless the message is late.
#include <sys/socket.h>

#include <deque>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/churn/workload.hpp"
#include "runtimes/os/epoll.hpp"
#include "runtimes/os/error.hpp"
#include "runtimes/os/tcp.hpp"
#include "runtimes/sequential/blocking.hpp"

namespace churn {
namespace {

template <class Probe>
class Floor {
 public:
  static constexpr auto lanes = simul::Lanes::one;
  static auto unsupported(const Parameters& p, const simul::Limits& limits) {
    return too_many_sockets(p, limits);
  }

  Floor(const Parameters& p, unsigned, Probe& probe) : p_(p), probe_(probe) {
    os::set_nonblocking(listener_.socket);
    poller_.add(listener_.socket.get(), EPOLLIN | EPOLLET, nullptr);
  }

  Answer run(std::uint64_t nonce) {
    Answer answer(p_);
    late_.clear();
    std::deque<Client> clients;
    for (std::size_t i = 0; i < p_.count(); ++i) {
      probe_.begin(i);
      connect(clients.emplace_back(i, Caller(p_, nonce, i)));
    }
    std::array<epoll_event, 256> events;
    for (open_ = clients.size(); open_ > 0;) {
      bool called = false;
      for (const epoll_event& event : poller_.wait(events, std::nullopt)) {
        if (auto* const end = static_cast<End*>(event.data.ptr); end == nullptr)
          called = true;
        else if (end->of_client)
          go_on(static_cast<Client&>(*end), event.events);
        else if (serve(end->socket, answer.served))
          end->socket.close();
      }
      if (called) accept_all(answer.served);
    }
    for (const Client& client : clients) answer.clients[client.number] = client.caller.heard();
    return answer;
  }

 private:
  struct End {
    bool of_client = false;
    os::Descriptor socket{};
  };
  struct Client : End {
    Client(std::size_t i, Caller calls) : number(i), caller(std::move(calls)) { this->of_client = true; }

    std::size_t number;
    Caller caller;
    bool said = false;
  };

  void connect(Client& client) {
    client.socket = os::start_connecting(listener_.port);
    client.said = false;
    poller_.add(client.socket.get(), EPOLLIN | EPOLLOUT | EPOLLET, static_cast<End*>(&client));
  }

  void go_on(Client& client, std::uint32_t events) {
    if (!client.said && events & (EPOLLOUT | EPOLLERR)) {
      sequential::send_all(client.socket.get(), client.caller.say());  // or throws why it is not connected
      client.said = true;
    }
    if (!(events & EPOLLIN)) return;
    std::array<std::byte, room_bytes> room;
    for (;;) {
      const auto got = ::recv(client.socket.get(), room.data(), room.size(), 0);
      if (got < 0 && errno == EAGAIN) return;
      if (os::check(got, "recv") == 0) break;
      client.caller.hear(std::span(room).first(static_cast<std::size_t>(got)));
    }
    client.socket.close();  // epoll forgets it
    client.caller.hung_up();
    if (!client.caller.over()) return connect(client);
    probe_.end(client.number);
    --open_;
  }

  void accept_all(Served& served) {
    while (os::Descriptor connection = os::accept(listener_.socket))
      if (!serve(connection, served)) watch(std::move(connection));
  }

  void watch(os::Descriptor connection) {
    End& late = late_.emplace_back(End{.socket = std::move(connection)});
    poller_.add(late.socket.get(), EPOLLIN | EPOLLET, &late);
  }

  // False: the message is not there yet. It comes whole, for it was sent whole.
  bool serve(const os::Descriptor& connection, Served& served) {
    Message message;
    const auto got = ::recv(connection.get(), message.data(), message.size(), MSG_DONTWAIT);
    if (got < 0 && errno == EAGAIN) return false;
    if (static_cast<std::size_t>(os::check(got, "recv")) != message.size())
      throw std::runtime_error("a client sent half a message");
    served.count(message.size());
    sequential::send_all(connection.get(), message);
    return true;
  }

  const Parameters& p_;
  Probe& probe_;
  os::Listener listener_ = os::listen_loopback();
  std::deque<End> late_;  // ends of the server whose message was not there at once
  std::size_t open_ = 0;  // clients that are not done
  os::Epoll poller_;
};

const simul::Enter<Workload, Floor> enter{"floor"};

}  // namespace
}  // namespace churn
