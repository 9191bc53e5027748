// One connection at a time over blocking sockets, both ends in one thread. The kernel completes a connection before it
// is accepted, so connecting does not wait for anybody.
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/churn/workload.hpp"
#include "runtimes/os/tcp.hpp"
#include "runtimes/sequential/blocking.hpp"

namespace churn {
namespace {

template <class Probe>
class Sequential {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Sequential(const Parameters& p, unsigned, Probe& probe) : p_(p), probe_(probe) {}

  Answer run(std::uint64_t nonce) {
    Answer answer(p_);
    for (std::size_t i = 0; i < p_.count(); ++i) {
      probe_.begin(i);
      Caller caller(p_, nonce, i);
      while (!caller.over()) call(caller, answer.served);
      answer.clients[i] = caller.heard();
      probe_.end(i);
    }
    return answer;
  }

 private:
  void call(Caller& caller, Served& served) {
    Message message;
    const os::Descriptor client = os::connect_loopback(listener_.port);
    {
      const os::Descriptor server = os::accept(listener_.socket);
      sequential::send_all(client.get(), caller.say());
      sequential::read_exactly(server.get(), message);
      served.count(message.size());
      sequential::send_all(server.get(), message);
    }
    std::array<std::byte, room_bytes> room;
    while (const std::size_t got = sequential::read_some(client.get(), room))
      caller.hear(std::span(room).first(got));
    caller.hung_up();
  }

  const Parameters& p_;
  Probe& probe_;
  os::Listener listener_ = os::listen_loopback();
};

const simul::Enter<Workload, Sequential> enter{"sequential"};

}  // namespace
}  // namespace churn
