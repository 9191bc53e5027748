// Two threads per connection over blocking sockets. They are started before the clock and wait at a barrier:
// starting threads is not what this workload measures.
#include <barrier>

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
  static auto unsupported(const Parameters& p, const simul::Limits& limits) {
    return too_many_sockets(p, limits);
  }

  Threads(const Parameters& p, unsigned, Probe&)
      : p_(p),
        sockets_(os::connected_pairs(static_cast<std::size_t>(p.connections))),
        tallies_(sockets_.size()),
        start_(p.connections + 1),
        finish_(p.connections + 1),
        ends_(2 * sockets_.size()) {
    for (std::size_t i = 0; i < sockets_.size(); ++i) {
      ends_.spawn([this, i] { serve(sockets_[i].server); });
      ends_.spawn([this, i] { talk(i); });
    }
  }

  ~Threads() {
    leaving_ = true;
    start_.arrive_and_wait();  // the clients leave and close their sockets, and so the servers leave
  }

  Tally run(std::uint64_t nonce) {
    nonce_ = nonce;
    start_.arrive_and_wait();
    finish_.arrive_and_wait();
    Tally all;
    for (const Tally& tally : tallies_) all += tally;
    return all;
  }

 private:
  void talk(std::size_t i) {
    for (start_.arrive_and_wait(); !leaving_; start_.arrive_and_wait()) {
      tallies_[i] = converse(i);
      finish_.arrive_and_wait();
    }
    sockets_[i].client.close();
  }

  // A connection that breaks leaves its tally short, and so the answer wrong.
  Tally converse(std::size_t i) {
    Dialogue dialogue(p_, nonce_, i);
    try {
      while (!dialogue.over()) {
        sequential::send_all(sockets_[i].client.get(), dialogue.say());
        sequential::read_exactly(sockets_[i].client.get(), dialogue.room());
        dialogue.hear();
      }
    } catch (const std::exception&) {
    }
    return dialogue.tally();
  }

  static void serve(const os::Descriptor& socket) {
    std::array<std::byte, 1024> buffer;
    while (const std::size_t got = sequential::read_some(socket.get(), buffer))
      sequential::send_all(socket.get(), std::span(buffer).first(got));
  }

  const Parameters& p_;
  std::vector<os::Connection> sockets_;
  std::vector<Tally> tallies_;
  std::barrier<> start_, finish_;  // the clients' threads and the caller of run()
  std::uint64_t nonce_ = 0;        // these two are written before start_ and read behind it
  bool leaving_ = false;
  threads::Group ends_;
};

const simul::Enter<Workload, Threads> enter{"threads"};

}  // namespace
}  // namespace echo
