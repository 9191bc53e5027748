// A task for each end of each connection. oneTBB has no I/O: where the kernel is full, or empty, a task suspends itself
// and a thread of ours with epoll resumes it (resumable tasks, which oneTBB offers for this purpose).
// https://oneapi-spec.uxlfoundation.org (oneTBB, task scheduler, resumable tasks)
#include <oneapi/tbb/task_group.h>

#include <deque>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/bulk/workload.hpp"
#include "runtimes/os/tcp.hpp"
#include "runtimes/tbb/arena.hpp"
#include "runtimes/tbb/reactor.hpp"
#include "runtimes/tbb/socket.hpp"

namespace bulk {
namespace {

template <class Probe>
class Tbb {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  Tbb(const Parameters& p, unsigned workers, Probe& probe) : probe_(probe), arena_(workers) {
    for (auto& [client, server] : os::connected_pairs(p.count())) {
      senders_.push_back({onetbb::Socket(reactor_, std::move(client)), Source(p, senders_.size())});
      receivers_.push_back({onetbb::Socket(reactor_, std::move(server)), Sink(p), {}});
    }
  }

  Answer run(std::uint64_t nonce) {
    Answer tallies(senders_.size());
    arena_.execute([&] {
      tbb::task_group ends;
      for (std::size_t i = 0; i < tallies.size(); ++i) {
        ends.run([&, i] { tallies[i].received = receive(i); });
        ends.run([&, i] { tallies[i].sent = send(senders_[i], nonce); });
      }
      ends.wait();
    });
    return tallies;
  }

 private:
  struct Sender {
    onetbb::Socket socket;
    Source source;
  };
  struct Receiver {
    onetbb::Socket socket;
    Sink sink;
    std::array<std::byte, chunk_bytes> room;
  };

  static Sent send(Sender& sender, std::uint64_t nonce) {
    sender.source.start(nonce);
    for (; !sender.source.over(); sender.source.gone()) sender.socket.write_all(sender.source.next());
    return sender.source.sent();
  }

  Received receive(std::size_t i) {
    auto& [socket, sink, room] = receivers_[i];
    probe_.begin(i);
    sink.start();
    while (!sink.over()) {
      const std::size_t got = socket.read_some(room);
      if (got == 0) break;  // the tally will show it
      sink.take(std::span(room).first(got));
    }
    probe_.end(i);
    return sink.received();
  }

  Probe& probe_;
  onetbb::Arena arena_;
  onetbb::Reactor reactor_;
  std::deque<Sender> senders_;
  std::deque<Receiver> receivers_;
};

const simul::Enter<Workload, Tbb> enter{"tbb"};

}  // namespace
}  // namespace bulk
