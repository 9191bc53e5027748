// One chunk at a time, both ends in one thread: send what the kernel takes at once, receive just that, and so on. A
// send that waited for room would wait for ever, for who makes room is the same thread.
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/bulk/workload.hpp"
#include "runtimes/os/tcp.hpp"
#include "runtimes/sequential/blocking.hpp"

namespace bulk {
namespace {

template <class Probe>
class Sequential {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Sequential(const Parameters& p, unsigned, Probe& probe)
      : probe_(probe), connections_(os::connected_pairs(p.count())), sink_(p), room_(chunk_bytes) {
    for (std::size_t i = 0; i < connections_.size(); ++i) sources_.emplace_back(p, i);
  }

  Answer run(std::uint64_t nonce) {
    Answer tallies;
    for (std::size_t i = 0; i < connections_.size(); ++i) {
      probe_.begin(i);
      sources_[i].start(nonce);
      sink_.start();
      while (!sources_[i].over()) carry(connections_[i], sources_[i]);
      tallies.push_back({sources_[i].sent(), sink_.received()});
      probe_.end(i);
    }
    return tallies;
  }

 private:
  void carry(const os::Connection& connection, Source& source) {
    for (auto rest = source.next(); !rest.empty();) {
      const auto piece = std::span(room_).first(sequential::send_some(connection.client.get(), rest));
      sequential::read_exactly(connection.server.get(), piece);
      sink_.take(piece);
      rest = rest.subspan(piece.size());
    }
    source.gone();
  }

  Probe& probe_;
  std::vector<os::Connection> connections_;
  std::vector<Source> sources_;
  Sink sink_;
  std::vector<std::byte> room_;
};

const simul::Enter<Workload, Sequential> enter{"sequential"};

}  // namespace
}  // namespace bulk
