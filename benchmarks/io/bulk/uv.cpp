// All connections on one loop of libuv's, each end a handle with callbacks (uv_ends.hpp).
#include <deque>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/bulk/uv_ends.hpp"
#include "runtimes/os/tcp.hpp"

namespace bulk {
namespace {

template <class Probe>
class Uv {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Uv(const Parameters& p, unsigned, Probe& probe) {
    for (auto& [client, server] : os::connected_pairs(p.count())) {
      receivers_.emplace_back(loop_, std::move(server), p, receivers_.size(), probe);
      senders_.emplace_back(loop_, std::move(client), p, senders_.size());
    }
  }

  // The loop has nothing left to do when everything is written and everybody has stopped reading.
  Answer run(std::uint64_t nonce) {
    for (UvReceiver<Probe>& receiver : receivers_) receiver.start();
    for (UvSender& sender : senders_) sender.start(nonce);
    loop_.run();
    Answer tallies;
    for (std::size_t i = 0; i < senders_.size(); ++i)
      tallies.push_back({senders_[i].sent(), receivers_[i].received()});
    return tallies;
  }

 private:
  std::deque<UvSender> senders_;
  std::deque<UvReceiver<Probe>> receivers_;
  uv::Loop loop_;  // last: it closes the sockets
};

const simul::Enter<Workload, Uv> enter{"uv"};

}  // namespace
}  // namespace bulk
