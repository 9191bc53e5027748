// A task for each end of each connection. oneTBB has no I/O: a task that would block suspends itself, and a
// thread of ours with epoll resumes it when its socket is ready (resumable tasks, which oneTBB offers for
// this purpose). https://oneapi-spec.uxlfoundation.org (oneTBB, task scheduler, resumable tasks)
#include <oneapi/tbb/task_group.h>

#include <deque>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/echo/workload.hpp"
#include "runtimes/os/tcp.hpp"
#include "runtimes/tbb/arena.hpp"
#include "runtimes/tbb/reactor.hpp"
#include "runtimes/tbb/socket.hpp"

namespace echo {
namespace {

template <class Probe>
class Tbb {
 public:
  static constexpr auto lanes = simul::Lanes::workers;
  static auto unsupported(const Parameters& p, const simul::Limits& limits) {
    return too_many_sockets(p, limits);
  }

  Tbb(const Parameters& p, unsigned workers, Probe&) : p_(p), arena_(workers) {
    for (auto& [client, server] : os::connected_pairs(static_cast<std::size_t>(p.connections))) {
      clients_.emplace_back(reactor_, std::move(client));
      servers_.emplace_back(reactor_, std::move(server));
    }
  }

  Tally run(std::uint64_t nonce) {
    std::deque<Dialogue> dialogues;
    arena_.execute([&] {
      tbb::task_group ends;
      for (std::size_t i = 0; i < clients_.size(); ++i) {
        ends.run([this, i] { serve(servers_[i]); });
        ends.run(
            [this, i, &dialogue = dialogues.emplace_back(p_, nonce, i)] { talk(clients_[i], dialogue); });
      }
      ends.wait();
    });
    Tally all;
    for (const Dialogue& dialogue : dialogues) all += dialogue.tally();
    return all;
  }

 private:
  static void talk(onetbb::Socket& socket, Dialogue& dialogue) {
    while (!dialogue.over()) {
      socket.write_all(dialogue.say());
      for (auto room = dialogue.room(); !room.empty();) {
        const std::size_t got = socket.read_some(room);
        if (got == 0) return;  // the tally will show it
        room = room.subspan(got);
      }
      dialogue.hear();
    }
  }

  void serve(onetbb::Socket& socket) const {
    std::array<std::byte, 1024> buffer;
    for (std::size_t left = p_.bytes_per_connection(); left > 0;) {
      const std::size_t got = socket.read_some(buffer);
      if (got == 0) return;
      socket.write_all(std::span(buffer).first(got));
      left -= got;
    }
  }

  const Parameters& p_;
  onetbb::Arena arena_;
  onetbb::Reactor reactor_;
  std::deque<onetbb::Socket> clients_, servers_;
};

const simul::Enter<Workload, Tbb> enter{"tbb"};

}  // namespace
}  // namespace echo
