// libuv: a TCP handle for each client, which is closed and opened anew for each of its connections; a step of
// each is a callback, and so is the server (uv_server.hpp).
// https://docs.libuv.org/en/v1.x/guide/networking.html (a client goes on in its connect callback, and in that
// of uv_close)
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/churn/uv_server.hpp"
#include "runtimes/os/tcp.hpp"

namespace churn {
namespace {

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
  UvServer server_;
  std::vector<Client> clients_;
  uv::Loop loop_;  // last: it closes the sockets
};

const simul::Enter<Workload, Uv> enter{"uv"};

}  // namespace
}  // namespace churn
