// Two threads per connection over blocking sockets, started before the clock: the clients wait at a
// barrier, the servers in their first read.
#include <barrier>
#include <latch>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/echo/workload.hpp"
#include "runtimes/os/tcp.hpp"
#include "runtimes/sequential/blocking.hpp"
#include "runtimes/threads/group.hpp"

namespace echo {
namespace {

template <class Probe>
class Threads {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;

  static std::optional<simul::Hole> unsupported(const Parameters& p, const simul::Limits& limits) {
    return limits.unmet({{simul::Supply::threads, 2 * p.connections, "two threads per connection"}});
  }

  Threads(const Parameters& p, unsigned, Probe& probe)
      : p_(p),
        probe_(probe),
        sockets_(os::connected_pairs(static_cast<std::size_t>(p.connections))),
        start_(p.connections + 1),
        ends_(2 * sockets_.size()) {
    for (std::size_t i = 0; i < sockets_.size(); ++i) {
      ends_.spawn([this, i] { serve(i); });
      ends_.spawn([this, i] { talk(i); });
    }
  }

  ~Threads() {
    leaving_ = true;
    start_.arrive_and_wait();  // the clients leave and close their sockets, and so the servers leave
  }

  Answer run(std::uint64_t nonce) {
    nonce_ = nonce;
    tallies_.assign(sockets_.size(), {});
    finished_.emplace(p_.connections);
    start_.arrive_and_wait();
    finished_->wait();
    return std::move(tallies_);
  }

 private:
  void talk(std::size_t i) {
    for (start_.arrive_and_wait(); !leaving_; start_.arrive_and_wait()) {
      probe_.begin(i);
      tallies_[i].heard = converse(i);
      probe_.end(i);
      finished_->count_down();
    }
    sockets_[i].client.close();
  }

  // Of a connection that breaks the tally stays short, and so the answer is wrong.
  Heard converse(std::size_t i) {
    Dialogue dialogue(p_, nonce_, i);
    try {
      while (!dialogue.over()) {
        sequential::send_all(sockets_[i].client.get(), dialogue.say());
        sequential::read_exactly(sockets_[i].client.get(), dialogue.room());
        dialogue.hear_all();
      }
    } catch (const std::exception&) {
    }
    return dialogue.heard();
  }

  // Counts before it answers: when a client has heard all, its server has counted all.
  void serve(std::size_t i) {
    std::array<std::byte, server_buffer_bytes> buffer;
    while (const std::size_t got = sequential::read_some(sockets_[i].server.get(), buffer)) {
      tallies_[i].served += got;
      sequential::send_all(sockets_[i].server.get(), std::span(buffer).first(got));
    }
  }

  const Parameters& p_;
  Probe& probe_;
  std::vector<os::Connection> sockets_;
  Answer tallies_;
  std::barrier<> start_;                // the clients' threads and the caller of run()
  std::optional<std::latch> finished_;  // of this run: only the caller of run() waits
  std::uint64_t nonce_ = 0;             // these two are written before start_ and read behind it
  bool leaving_ = false;
  threads::Group ends_;
};

const simul::Enter<Workload, Threads> enter{"threads"};

}  // namespace
}  // namespace echo
