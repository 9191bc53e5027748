// Two processes per connection over blocking sockets, forked before the clock: one sends, one receives. What each of
// them counted comes back through its pipe. Each holds its own end of its own connection and no other socket, so that
// one that dies cuts its peer off, as processes do that know nothing of each other.
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/bulk/workload.hpp"
#include "runtimes/fork/message.hpp"
#include "runtimes/fork/worker.hpp"
#include "runtimes/os/tcp.hpp"
#include "runtimes/sequential/blocking.hpp"

namespace bulk {
namespace {

template <class Probe>
class Fork {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;

  static std::optional<simul::Hole> unsupported(const Parameters& p, const simul::Limits& limits) {
    return limits.unmet({{simul::Supply::processes, 2 * p.connections, "two processes per connection"}});
  }

  Fork(const Parameters& p, unsigned, Probe& probe) : p_(p), probe_(probe) {
    for (std::size_t i = 0; i < p.count(); ++i) {
      auto [out, in] = os::connected_pair();
      senders_.emplace_back([&](int nonces, int results) {
        in.close();
        send(i, out, nonces, results);
      });
      receivers_.emplace_back([&](int nonces, int results) {
        out.close();
        receive(i, in, nonces, results);
      });
    }  // this process closes both ends
  }

  Answer run(std::uint64_t nonce) {
    for (auto* workers : {&receivers_, &senders_})
      for (auto& worker : *workers) worker.give(forked::bytes_of(nonce));
    Answer tallies(p_.count());
    for (std::size_t i = 0; i < tallies.size(); ++i) {
      receivers_[i].take(forked::room_of(tallies[i].received));
      senders_[i].take(forked::room_of(tallies[i].sent));
    }
    return tallies;
  }

 private:
  void send(std::size_t i, const os::Descriptor& socket, int nonces, int results) {
    Source source(p_, i);
    for (std::uint64_t nonce; sequential::read_message(nonces, forked::room_of(nonce));) {
      source.start(nonce);
      for (; !source.over(); source.gone()) sequential::send_all(socket.get(), source.next());
      sequential::write_all(results, forked::bytes_of(source.sent()));
    }
  }

  void receive(std::size_t i, const os::Descriptor& socket, int nonces, int results) {
    Sink sink(p_);
    std::vector<std::byte> room(chunk_bytes);
    for (std::uint64_t nonce; sequential::read_message(nonces, forked::room_of(nonce));) {
      probe_.begin(i);
      sink.start();
      while (!sink.over()) {
        const std::size_t got = sequential::read_some(socket.get(), room);
        if (got == 0) break;  // the tally will show it
        sink.take(std::span(room).first(got));
      }
      probe_.end(i);
      sequential::write_all(results, forked::bytes_of(sink.received()));
    }
  }

  const Parameters& p_;
  Probe& probe_;
  std::vector<forked::Worker> senders_, receivers_;
};

const simul::Enter<Workload, Fork> enter{"fork"};

}  // namespace
}  // namespace bulk
