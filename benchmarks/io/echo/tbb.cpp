// A task for each end of each connection. oneTBB has no I/O: a task that would block suspends itself, and a
// thread of ours with epoll resumes it when its socket is ready (resumable tasks, which oneTBB offers for
// this purpose). https://oneapi-spec.uxlfoundation.org (oneTBB, task scheduler, resumable tasks)
#include <oneapi/tbb/task_group.h>

#include <deque>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/echo/workload.hpp"
#include "runtimes/os/tcp.hpp"
#include "runtimes/tbb/arena.hpp"
#include "runtimes/tbb/limits.hpp"
#include "runtimes/tbb/reactor.hpp"
#include "runtimes/tbb/socket.hpp"

namespace echo {
namespace {

template <class Probe>
class Tbb {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  static std::optional<simul::Hole> unsupported(const Parameters& p, const simul::Limits&) {
    const auto most = static_cast<std::int64_t>(onetbb::most_suspended_tasks());
    return simul::too_many(2 * p.connections, most, "stacks", "a suspended task maps one");
  }

  Tbb(const Parameters& p, unsigned workers, Probe& probe) : p_(p), probe_(probe), arena_(workers) {
    for (auto& [client, server] : os::connected_pairs(static_cast<std::size_t>(p.connections))) {
      clients_.emplace_back(reactor_, std::move(client));
      servers_.emplace_back(reactor_, std::move(server));
    }
  }

  Answer run(std::uint64_t nonce) {
    Answer tallies(clients_.size());
    arena_.execute([&] {
      tbb::task_group ends;
      for (std::size_t i = 0; i < tallies.size(); ++i) {
        ends.run([&, i] { serve(servers_[i], tallies[i].served); });
        ends.run([&, i] { talk(i, nonce, tallies[i].heard); });
      }
      ends.wait();
    });
    return tallies;
  }

 private:
  void talk(std::size_t i, std::uint64_t nonce, Heard& heard) {
    probe_.begin(i);
    Dialogue dialogue(p_, nonce, i);
    while (!dialogue.over()) {
      clients_[i].write_all(dialogue.say());
      if (!hear_echo(clients_[i], dialogue)) return;  // the tally will show it
    }
    heard = dialogue.heard();
    probe_.end(i);
  }

  static bool hear_echo(onetbb::Socket& socket, Dialogue& dialogue) {
    for (;;) {
      const std::size_t got = socket.read_some(dialogue.room());
      if (got == 0) return false;
      if (dialogue.hear(got)) return true;
    }
  }

  void serve(onetbb::Socket& socket, std::size_t& served) const {
    std::array<std::byte, server_buffer_bytes> buffer;
    while (served < p_.bytes_per_connection()) {
      const std::size_t got = socket.read_some(buffer);
      if (got == 0) return;
      socket.write_all(std::span(buffer).first(got));
      served += got;
    }
  }

  const Parameters& p_;
  Probe& probe_;
  onetbb::Arena arena_;
  onetbb::Reactor reactor_;
  std::deque<onetbb::Socket> clients_, servers_;
};

const simul::Enter<Workload, Tbb> enter{"tbb"};

}  // namespace
}  // namespace echo
