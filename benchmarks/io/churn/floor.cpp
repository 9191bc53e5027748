// The floor: a hand-written state machine on edge-triggered epoll, no framework. The clients have their turn
// before the server (floor_server.hpp), which therefore finds the message there when it accepts.
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/churn/floor_server.hpp"

namespace churn {
namespace {

template <class Probe>
class Floor {
 public:
  static constexpr auto lanes = simul::Lanes::one;
  static auto unsupported(const Parameters& p, const simul::Limits& limits) {
    return too_many_sockets(p, limits);
  }

  Floor(const Parameters& p, unsigned, Probe& probe) : p_(p), probe_(probe) {}

  Answer run(std::uint64_t nonce) {
    Answer answer(p_);
    server_.start();
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
        else
          server_.go_on(*end);
      }
      if (called) server_.accept_all();
    }
    answer.served = server_.served();
    for (const Client& client : clients) answer.clients[client.number] = client.caller.heard();
    return answer;
  }

 private:
  using End = FloorServer::End;
  struct Client : End {
    Client(std::size_t i, Caller calls) : number(i), caller(std::move(calls)) { this->of_client = true; }

    std::size_t number;
    Caller caller;
    bool said = false;
  };

  void connect(Client& client) {
    client.socket = os::start_connecting(server_.port());
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
      const auto got = sequential::receive_some(client.socket.get(), room);
      if (!got) return;
      if (*got == 0) break;
      client.caller.hear(std::span(room).first(*got));
    }
    client.socket.close();  // epoll forgets it
    client.caller.hung_up();
    if (!client.caller.over()) return connect(client);
    probe_.end(client.number);
    --open_;
  }

  const Parameters& p_;
  Probe& probe_;
  std::size_t open_ = 0;  // clients that are not done
  os::Epoll poller_;
  FloorServer server_{poller_};
};

const simul::Enter<Workload, Floor> enter{"floor"};

}  // namespace
}  // namespace churn
