// Two processes per connection over blocking sockets, forked before the clock. A client gets the nonce
// through a pipe, holds its dialogue, and sends the nonce back when it is over; the tallies lie in
// shared memory.
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/echo/workload.hpp"
#include "runtimes/fork/message.hpp"
#include "runtimes/fork/shared.hpp"
#include "runtimes/fork/worker.hpp"
#include "runtimes/os/tcp.hpp"
#include "runtimes/sequential/blocking.hpp"

namespace echo {
namespace {

template <class Probe>
class Fork {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;

  static std::optional<simul::Hole> unsupported(const Parameters& p, const simul::Limits& limits) {
    return limits.unmet({{simul::Supply::processes, 2 * p.connections, "two processes per connection"}});
  }

  Fork(const Parameters& p, unsigned, Probe& probe)
      : p_(p),
        probe_(probe),
        sockets_(os::connected_pairs(static_cast<std::size_t>(p.connections))),
        tallies_(sockets_.size()) {
    for (std::size_t i = 0; i < sockets_.size(); ++i) {
      servers_.emplace_back([this, i] { serve(sockets_[i].server, tallies_[i].served); });
      clients_.emplace_back([this, i](int nonces, int finished) { talk(i, nonces, finished); });
    }
  }

  Answer run(std::uint64_t nonce) {
    std::ranges::fill(tallies_, Tally{});
    for (auto& client : clients_) client.give(forked::bytes_of(nonce));
    for (auto& client : clients_) client.take(forked::room_of(nonce));
    return {tallies_.begin(), tallies_.end()};
  }

 private:
  void talk(std::size_t i, int nonces, int finished) {
    for (std::uint64_t nonce; sequential::read_message(nonces, forked::room_of(nonce));) {
      probe_.begin(i);
      Dialogue dialogue(p_, nonce, i);
      while (!dialogue.over()) {
        sequential::send_all(sockets_[i].client.get(), dialogue.say());
        sequential::read_exactly(sockets_[i].client.get(), dialogue.room());
        dialogue.hear_all();
      }
      tallies_[i].heard = dialogue.heard();
      probe_.end(i);
      sequential::write_all(finished, forked::bytes_of(nonce));
    }
  }

  // Counts before it answers: when a client has heard all, its server has counted all.
  static void serve(const os::Descriptor& socket, std::size_t& served) {
    std::array<std::byte, server_buffer_bytes> buffer;
    while (const std::size_t got = sequential::read_some(socket.get(), buffer)) {
      served += got;
      sequential::send_all(socket.get(), std::span(buffer).first(got));
    }
  }

  const Parameters& p_;
  Probe& probe_;
  std::vector<os::Connection> sockets_;
  forked::Shared<Tally> tallies_;
  std::vector<forked::Child> servers_;  // every child holds every socket: they are ended, not waited for
  std::vector<forked::Worker> clients_;
};

const simul::Enter<Workload, Fork> enter{"fork"};

}  // namespace
}  // namespace echo
