// One message at a time over blocking sockets, both ends in one thread: four system calls and nobody to wait
// for.
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/echo/workload.hpp"
#include "runtimes/os/tcp.hpp"
#include "runtimes/sequential/blocking.hpp"

namespace echo {
namespace {

template <class Probe>
class Sequential {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Sequential(const Parameters& p, unsigned, Probe& probe)
      : p_(p),
        probe_(probe),
        connections_(os::connected_pairs(static_cast<std::size_t>(p.connections))),
        buffer_(static_cast<std::size_t>(p.bytes)) {}

  Answer run(std::uint64_t nonce) {
    Answer tallies(connections_.size());
    for (std::size_t i = 0; i < connections_.size(); ++i) {
      probe_.begin(i);
      Dialogue dialogue(p_, nonce, i);
      while (!dialogue.over()) tallies[i].served += exchange(connections_[i], dialogue);
      tallies[i].heard = dialogue.heard();
      probe_.end(i);
    }
    return tallies;
  }

 private:
  std::size_t exchange(const os::Connection& connection, Dialogue& dialogue) {
    sequential::send_all(connection.client.get(), dialogue.say());
    sequential::read_exactly(connection.server.get(), buffer_);
    sequential::send_all(connection.server.get(), buffer_);
    sequential::read_exactly(connection.client.get(), dialogue.room());
    dialogue.hear_all();
    return buffer_.size();
  }

  const Parameters& p_;
  Probe& probe_;
  std::vector<os::Connection> connections_;
  std::vector<std::byte> buffer_;  // a message: a server that knows its size
};

const simul::Enter<Workload, Sequential> enter{"sequential"};

}  // namespace
}  // namespace echo
