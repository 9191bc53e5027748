// libuv: a listener, and a TCP handle for each connection on either side, which is closed and opened anew; a step of
// each is a callback. https://docs.libuv.org/en/v1.x/guide/networking.html (TCP: a server accepts in its connection
// callback, a client goes on in its connect callback, both go on in that of uv_close)
#include <deque>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/churn/workload.hpp"
#include "runtimes/os/tcp.hpp"
#include "runtimes/uv/error.hpp"
#include "runtimes/uv/listener.hpp"
#include "runtimes/uv/loop.hpp"
#include "runtimes/uv/tcp.hpp"

namespace churn {
namespace {

class Server {
 public:
  void open(uv::Loop& loop, os::Descriptor socket, int backlog) {
    loop_ = &loop;
    listener_.open<&Server::on_connection>(loop, std::move(socket), backlog, *this);
    listener_.unref();  // the loop ends with the clients
  }

  Served served;

 private:
  struct Connection {
    Server* server = nullptr;
    std::size_t come = 0;
    Message message{};
    Message room{};
    uv::Tcp tcp{};

    void on_read(std::span<std::byte> bytes, int status) {
      uv::check(status, "uv_read_start");
      const auto missing = std::span(message).subspan(come);
      std::ranges::copy(bytes.first(std::min(bytes.size(), missing.size())), missing.begin());
      come += bytes.size();
      if (bytes.size() < missing.size()) return;
      server->served.count(message.size());
      if (tcp.write<&Connection::on_written>(message, *this)) on_written(0);
    }
    void on_written(int status) {
      uv::check(status, "uv_write");
      tcp.close<&Connection::on_closed>(*this);
    }
    void on_closed() { server->free_.push_back(this); }
  };

  void on_connection(int status) {
    uv::check(status, "uv_listen");
    if (free_.empty()) free_.push_back(&connections_.emplace_back());
    Connection& connection = *free_.back();
    free_.pop_back();
    connection.server = this;
    connection.come = 0;
    connection.tcp.accept(*loop_, listener_);
    connection.tcp.read_start<&Connection::on_read>(connection.room, connection);
  }

  uv::Loop* loop_ = nullptr;
  uv::Listener listener_;
  std::deque<Connection> connections_;  // as many as there ever were at once
  std::vector<Connection*> free_;
};

template <class Probe>
class Uv {
 public:
  static constexpr auto lanes = simul::Lanes::one;
  static auto unsupported(const Parameters& p, const simul::Limits& limits) {
    return too_many_sockets(p, limits);
  }

  Uv(const Parameters& p, unsigned, Probe& probe) : p_(p), probe_(probe), clients_(p.count()) {
    auto [socket, port] = os::listen_loopback();
    port_ = port;
    server_.open(loop_, std::move(socket), 1024);
  }

  Answer run(std::uint64_t nonce) {
    server_.served = {};
    for (std::size_t i = 0; i < clients_.size(); ++i) {
      probe_.begin(i);
      clients_[i].owner = this;
      clients_[i].number = i;
      clients_[i].caller.emplace(p_, nonce, i);
      clients_[i].call();
    }
    loop_.run();
    Answer answer(p_);
    for (std::size_t i = 0; i < clients_.size(); ++i) answer.clients[i] = clients_[i].caller->heard();
    answer.served = server_.served;
    return answer;
  }

 private:
  struct Client {
    Uv* owner;
    std::size_t number;
    std::optional<Caller> caller;
    std::array<std::byte, room_bytes> room;
    uv::Tcp tcp;

    void call() { tcp.template connect<&Client::on_connected>(owner->loop_, owner->port_, *this); }
    void on_connected(int status) {
      uv::check(status, "uv_tcp_connect");
      tcp.template read_start<&Client::on_read>(room, *this);
      if (tcp.template write<&Client::on_written>(caller->say(), *this)) on_written(0);
    }
    void on_written(int status) { uv::check(status, "uv_write"); }
    void on_read(std::span<std::byte> bytes, int status) {
      if (status == UV_EOF) return tcp.template close<&Client::on_closed>(*this);
      uv::check(status, "uv_read_start");
      caller->hear(bytes);
    }
    void on_closed() {
      caller->hung_up();
      caller->over() ? owner->probe_.end(number) : call();
    }
  };

  const Parameters& p_;
  Probe& probe_;
  std::uint16_t port_ = 0;
  Server server_;
  std::vector<Client> clients_;
  uv::Loop loop_;  // last: it closes the sockets
};

const simul::Enter<Workload, Uv> enter{"uv"};

}  // namespace
}  // namespace churn
