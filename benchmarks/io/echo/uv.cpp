// libuv streams: a read callback on either end, that of the server in uv_server.hpp. Both write what they
// have at once, and only what did not fit in a later turn. https://docs.libuv.org/en/v1.x/stream.html
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/echo/uv_server.hpp"
#include "runtimes/os/tcp.hpp"

namespace echo {
namespace {

template <class Probe>
class Uv {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Uv(const Parameters& p, unsigned, Probe& probe)
      : p_(p), probe_(probe), clients_(static_cast<std::size_t>(p.connections)), servers_(clients_.size()) {
    auto sockets = os::connected_pairs(clients_.size());
    for (std::size_t i = 0; i < sockets.size(); ++i) {
      clients_[i].tcp.open(loop_, std::move(sockets[i].client));
      servers_[i].open(loop_, std::move(sockets[i].server));
    }
  }

  // The loop has nothing left to do when every dialogue is over and everybody has stopped reading.
  Answer run(std::uint64_t nonce) {
    tallies_.assign(clients_.size(), {});
    for (std::size_t i = 0; i < clients_.size(); ++i) {
      servers_[i].start(p_, tallies_[i]);
      start(clients_[i], i, nonce);
    }
    loop_.run();
    return std::move(tallies_);
  }

 private:
  struct Client {
    Uv* owner;
    std::size_t number;
    std::optional<Dialogue> dialogue;
    std::array<std::byte, server_buffer_bytes> buffer;
    uv::Tcp tcp;

    void say() {
      if (tcp.template write<&Client::on_written>(dialogue->say(), *this)) on_written(0);
    }
    void on_written(int status) { uv::check(status, "uv_write"); }
    void on_read(std::span<std::byte> bytes, int status) {
      uv::check(status, "uv_read_start");
      std::ranges::copy(bytes, dialogue->room().begin());
      if (!dialogue->hear(bytes.size())) return;
      dialogue->over() ? owner->finish(*this) : say();
    }
  };

  void start(Client& client, std::size_t i, std::uint64_t nonce) {
    probe_.begin(i);
    client.owner = this;
    client.number = i;
    client.dialogue.emplace(p_, nonce, i);
    client.tcp.template read_start<&Client::on_read>(client.buffer, client);
    client.say();
  }

  void finish(Client& client) {
    client.tcp.read_stop();
    tallies_[client.number].heard = client.dialogue->heard();
    probe_.end(client.number);
  }

  const Parameters& p_;
  Probe& probe_;
  std::vector<Client> clients_;
  std::vector<UvServer> servers_;
  Answer tallies_;
  uv::Loop loop_;  // last: it closes the sockets
};

const simul::Enter<Workload, Uv> enter{"uv"};

}  // namespace
}  // namespace echo
