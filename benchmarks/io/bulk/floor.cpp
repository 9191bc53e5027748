// The floor: a hand-written state machine on edge-triggered epoll, no framework. Every descriptor is registered once.
// In a turn each sender that has room sends one chunk, and each receiver that has been told of bytes reads until a read
// is short. One chunk, and not as many as the kernel takes: that would be megabytes, which have left the cache by the
// time they are received, and took four times as long.
#include <sys/socket.h>

#include <algorithm>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/bulk/workload.hpp"
#include "runtimes/os/epoll.hpp"
#include "runtimes/os/error.hpp"
#include "runtimes/os/tcp.hpp"
#include "runtimes/sequential/blocking.hpp"

namespace bulk {
namespace {

template <class Probe>
class Floor {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Floor(const Parameters& p, unsigned, Probe& probe)
      : probe_(probe), sockets_(os::connected_pairs(p.count())), room_(chunk_bytes) {
    ends_.reserve(2 * sockets_.size());  // epoll keeps pointers to them
    for (std::size_t i = 0; i < sockets_.size(); ++i) {
      sources_.emplace_back(p, i), sinks_.emplace_back(p);
      watch(sockets_[i].client, EPOLLOUT, {i, true});
      watch(sockets_[i].server, EPOLLIN, {i, false});
    }
  }

  Answer run(std::uint64_t nonce) {
    rests_.assign(sockets_.size(), {});
    open_ = sockets_.size();
    for (std::size_t i = 0; i < sockets_.size(); ++i) {
      probe_.begin(i);
      sinks_[i].start();
      sources_[i].start(nonce);
      have_room_.push_back(i);
    }
    while (open_ > 0) take_turn();
    Answer tallies;
    for (std::size_t i = 0; i < sockets_.size(); ++i)
      tallies.push_back({sources_[i].sent(), sinks_[i].received()});
    return tallies;
  }

 private:
  struct End {
    std::size_t connection;
    bool sends;
  };

  void watch(const os::Descriptor& socket, std::uint32_t events, End end) {
    os::set_nonblocking(socket);
    ends_.push_back(end);
    poller_.add(socket.get(), events | EPOLLET, &ends_.back());
  }

  void take_turn() {
    std::erase_if(have_room_, [this](std::size_t i) { return !send(i); });
    const auto now = std::chrono::steady_clock::time_point::min();
    std::array<epoll_event, 256> events;
    for (const epoll_event& event :
         poller_.wait(events, have_room_.empty() ? std::nullopt : std::optional(now))) {
      const auto& end = *static_cast<const End*>(event.data.ptr);
      if (!end.sends)
        receive(end.connection);
      else if (std::ranges::find(have_room_, end.connection) == have_room_.end())
        have_room_.push_back(end.connection);
    }
  }

  // False: no room, there will be an event; or no more to send.
  bool send(std::size_t i) {
    auto& rest = rests_[i];
    if (rest.empty() && sources_[i].over()) return false;
    if (rest.empty()) rest = sources_[i].next();
    const std::size_t sent = sequential::send_some(sockets_[i].client.get(), rest);
    rest = rest.subspan(sent);
    if (sent > 0 && rest.empty()) sources_[i].gone();
    return sent > 0;
  }

  void receive(std::size_t i) {
    for (std::size_t got = room_.size(); got == room_.size() && !sinks_[i].over();) {
      const auto come = ::recv(sockets_[i].server.get(), room_.data(), room_.size(), 0);
      if (come < 0 && errno == EAGAIN) return;
      got = static_cast<std::size_t>(os::check(come, "recv"));
      sinks_[i].take(std::span(room_).first(got));
      if (got > 0 && !sinks_[i].over()) continue;
      probe_.end(i);  // a connection that breaks off leaves its tally short
      --open_;
    }
  }

  Probe& probe_;
  std::vector<os::Connection> sockets_;
  std::vector<End> ends_;
  std::vector<Source> sources_;
  std::vector<Sink> sinks_;
  std::vector<std::span<const std::byte>> rests_;  // of the chunk in hand
  std::vector<std::byte> room_;
  std::vector<std::size_t> have_room_;  // senders, as far as they know
  std::size_t open_ = 0;                // receivers that want more
  os::Epoll poller_;
};

const simul::Enter<Workload, Floor> enter{"floor"};

}  // namespace
}  // namespace bulk
