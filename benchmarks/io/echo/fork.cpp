// Two processes per connection over blocking sockets, forked before the clock. A client gets the nonce
// through a pipe, holds its dialogue, and sends back the tally.
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/echo/workload.hpp"
#include "runtimes/fork/message.hpp"
#include "runtimes/fork/worker.hpp"
#include "runtimes/os/tcp.hpp"
#include "runtimes/sequential/blocking.hpp"

namespace echo {
namespace {

template <class Probe>
class Fork {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;

  static std::optional<std::string> unsupported(const Parameters& p, const simul::Limits& limits) {
    if (p.connections > 500) return "two processes per connection are run up to 500 connections";
    return too_many_sockets(p, limits);
  }

  Fork(const Parameters& p, unsigned, Probe&)
      : p_(p), sockets_(os::connected_pairs(static_cast<std::size_t>(p.connections))) {
    for (std::size_t i = 0; i < sockets_.size(); ++i) {
      servers_.emplace_back([this, i] { serve(sockets_[i].server); });
      clients_.emplace_back([this, i](int nonces, int tallies) { talk(i, nonces, tallies); });
    }
  }

  Tally run(std::uint64_t nonce) {
    for (auto& client : clients_) client.give(forked::bytes_of(nonce));
    Tally all;
    for (auto& client : clients_) {
      Tally tally;
      client.take(forked::room_of(tally));
      all += tally;
    }
    return all;
  }

 private:
  void talk(std::size_t i, int nonces, int tallies) {
    for (std::uint64_t nonce; sequential::read_message(nonces, forked::room_of(nonce));) {
      Dialogue dialogue(p_, nonce, i);
      while (!dialogue.over()) {
        sequential::send_all(sockets_[i].client.get(), dialogue.say());
        sequential::read_exactly(sockets_[i].client.get(), dialogue.room());
        dialogue.hear();
      }
      sequential::write_all(tallies, forked::bytes_of(dialogue.tally()));
    }
  }

  static void serve(const os::Descriptor& socket) {
    std::array<std::byte, 1024> buffer;
    while (const std::size_t got = sequential::read_some(socket.get(), buffer))
      sequential::send_all(socket.get(), std::span(buffer).first(got));
  }

  const Parameters& p_;
  std::vector<os::Connection> sockets_;
  std::vector<forked::Child> servers_;  // every child holds every socket: they are ended, not waited for
  std::vector<forked::Worker> clients_;
};

const simul::Enter<Workload, Fork> enter{"fork"};

}  // namespace
}  // namespace echo
