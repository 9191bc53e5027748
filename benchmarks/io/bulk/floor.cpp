// The floor: a hand-written state machine on edge-triggered epoll, no framework. Every descriptor is
// registered once. In a turn each sender that has room sends one chunk, and each receiver that has been told
// of bytes reads until a read is short. One chunk, and not as many as the kernel takes: that would be
// megabytes, which have left the cache by the time they are received, and took four times as long.
#include <algorithm>
#include <deque>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/bulk/floor_ends.hpp"
#include "runtimes/os/epoll.hpp"

namespace bulk {
namespace {

template <class Probe>
class Floor {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Floor(const Parameters& p, unsigned, Probe& probe) : probe_(probe), room_(chunk_bytes) {
    for (auto& [client, server] : os::connected_pairs(p.count())) {
      watch(senders_.emplace_back(std::move(client), p, senders_.size()), EPOLLOUT);
      watch(receivers_.emplace_back(std::move(server), p, receivers_.size()), EPOLLIN);
    }
  }

  Answer run(std::uint64_t nonce) {
    open_ = senders_.size();
    have_room_.clear();  // of the last run: who sent the last chunk of all is still among them
    for (std::size_t i = 0; i < open_; ++i) {
      probe_.begin(i);
      receivers_[i].sink.start();
      senders_[i].start(nonce);
      have_room_.push_back(&senders_[i]);
    }
    while (open_ > 0) take_turn();
    Answer tallies;
    for (std::size_t i = 0; i < senders_.size(); ++i)
      tallies.push_back({senders_[i].source.sent(), receivers_[i].sink.received()});
    return tallies;
  }

 private:
  void watch(FloorEnd& end, std::uint32_t events) { poller_.add(end.socket.get(), events | EPOLLET, &end); }

  void take_turn() {
    std::erase_if(have_room_, [](FloorSender* sender) { return !sender->send(); });
    const auto now = std::chrono::steady_clock::time_point::min();
    std::array<epoll_event, 256> events;
    for (const epoll_event& event :
         poller_.wait(events, have_room_.empty() ? std::nullopt : std::optional(now))) {
      FloorEnd& end = *static_cast<FloorEnd*>(event.data.ptr);
      if (!end.sends)
        receive(static_cast<FloorReceiver&>(end));
      else if (std::ranges::find(have_room_, &end) == have_room_.end())
        have_room_.push_back(static_cast<FloorSender*>(&end));
    }
  }

  void receive(FloorReceiver& end) {
    if (!end.receive(room_)) return;
    probe_.end(end.number);
    --open_;
  }

  Probe& probe_;
  std::deque<FloorSender> senders_;
  std::deque<FloorReceiver> receivers_;
  std::vector<std::byte> room_;
  std::vector<FloorSender*> have_room_;  // as far as they know
  std::size_t open_ = 0;                 // receivers that want more
  os::Epoll poller_;
};

const simul::Enter<Workload, Floor> enter{"floor"};

}  // namespace
}  // namespace bulk
