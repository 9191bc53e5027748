// Two threads per connection over blocking sockets, started before the clock: one sends, one receives, and the kernel
// makes the one wait for the other. Blocking calls in threads of their own are what POSIX sockets are made for.
// https://man7.org/linux/man-pages/man7/socket.7.html
#include <barrier>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/bulk/workload.hpp"
#include "runtimes/os/tcp.hpp"
#include "runtimes/sequential/blocking.hpp"
#include "runtimes/threads/group.hpp"

namespace bulk {
namespace {

template <class Probe>
class Threads {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;

  Threads(const Parameters& p, unsigned, Probe& probe)
      : p_(p),
        probe_(probe),
        sockets_(os::connected_pairs(p.count())),
        tallies_(p.count()),
        all_(2 * p.connections + 1),
        ends_(2 * p.count()) {
    for (std::size_t i = 0; i < p.count(); ++i) {
      ends_.spawn([this, i] { each_run([&, source = Source(p_, i)]() mutable { send(i, source); }); });
      ends_.spawn([this, i] {
        each_run([&, sink = Sink(p_), room = std::vector<std::byte>(chunk_bytes)]() mutable {
          receive(i, sink, room);
        });
      });
    }
  }

  ~Threads() {
    leaving_ = true;
    all_.arrive_and_wait();
  }

  Answer run(std::uint64_t nonce) {
    nonce_ = nonce;
    tallies_.assign(p_.count(), {});
    all_.arrive_and_wait();  // they start
    all_.arrive_and_wait();  // they have finished
    return tallies_;
  }

 private:
  // Of a connection that breaks, and breaks for both ends, the tally stays short, and so the answer is wrong.
  void each_run(auto transfer) {
    for (all_.arrive_and_wait(); !leaving_; all_.arrive_and_wait()) {
      try {
        transfer();
      } catch (const std::exception&) {
      }
      all_.arrive_and_wait();
    }
  }

  void send(std::size_t i, Source& source) {
    for (source.start(nonce_); !source.over(); source.gone())
      sequential::send_all(sockets_[i].client.get(), source.next());
    tallies_[i].sent = source.sent();
  }

  void receive(std::size_t i, Sink& sink, std::span<std::byte> room) {
    probe_.begin(i);
    for (sink.start(); !sink.over();) {
      const std::size_t got = sequential::read_some(sockets_[i].server.get(), room);
      if (got == 0) break;
      sink.take(room.first(got));
    }
    tallies_[i].received = sink.received();
    probe_.end(i);
  }

  const Parameters& p_;
  Probe& probe_;
  std::vector<os::Connection> sockets_;
  Answer tallies_;
  std::barrier<> all_;       // every thread and the caller of run(), before and after each run
  std::uint64_t nonce_ = 0;  // these two are written before they start, and read after
  bool leaving_ = false;
  threads::Group ends_;
};

const simul::Enter<Workload, Threads> enter{"threads"};

}  // namespace
}  // namespace bulk
