// Two coroutines per connection, client and server, as in Asio's echo server.
// https://think-async.com/Asio/asio-1.22.1/src/examples/cpp20/coroutines/echo_server.cpp
#include <asio/ip/tcp.hpp>
#include <asio/read.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/echo/workload.hpp"
#include "runtimes/asio/loop.hpp"
#include "runtimes/os/tcp.hpp"

namespace echo {
namespace {

using asio::use_awaitable;
using asio::ip::tcp;

template <class Probe>
class Asio {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Asio(const Parameters& p, unsigned, Probe& probe) : p_(p), probe_(probe) {
    for (auto& [client, server] : os::connected_pairs(static_cast<std::size_t>(p.connections))) {
      clients_.emplace_back(loop_.context(), tcp::v4(), client.release());
      servers_.emplace_back(loop_.context(), tcp::v4(), server.release());
    }
  }

  Answer run(std::uint64_t nonce) {
    Answer tallies(clients_.size());
    for (std::size_t i = 0; i < tallies.size(); ++i) {
      loop_.spawn(serve(servers_[i], tallies[i].served));
      loop_.spawn(talk(i, nonce, tallies[i].heard));
    }
    loop_.run();
    return tallies;
  }

 private:
  asio::awaitable<void> talk(std::size_t i, std::uint64_t nonce, Heard& heard) {
    probe_.begin(i);
    Dialogue dialogue(p_, nonce, i);
    while (!dialogue.over()) {
      const auto said = dialogue.say();
      co_await asio::async_write(clients_[i], asio::buffer(said.data(), said.size()), use_awaitable);
      const auto room = dialogue.room();
      co_await asio::async_read(clients_[i], asio::buffer(room.data(), room.size()), use_awaitable);
      dialogue.hear_all();
    }
    heard = dialogue.heard();
    probe_.end(i);
  }

  asio::awaitable<void> serve(tcp::socket& socket, std::size_t& served) {
    std::array<std::byte, server_buffer_bytes> buffer;
    while (served < p_.bytes_per_connection()) {
      const std::size_t got = co_await socket.async_read_some(asio::buffer(buffer), use_awaitable);
      co_await asio::async_write(socket, asio::buffer(buffer, got), use_awaitable);
      served += got;
    }
  }

  const Parameters& p_;
  Probe& probe_;
  on_asio::Loop loop_;
  std::vector<tcp::socket> clients_, servers_;
};

const simul::Enter<Workload, Asio> enter{"asio"};

}  // namespace
}  // namespace echo
