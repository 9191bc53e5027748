// The floor: a hand-written state machine on edge-triggered epoll, no framework. Every descriptor is
// registered once; a read that returns less than there was room for has emptied the socket, so nobody
// probes for EAGAIN.
//
// It is the least that an event loop can do, not the least that a program can: on one connection a
// round trip takes six system calls here (two sends, two receives, two waits), and four in
// `sequential`, which need not ask who is ready.
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/echo/workload.hpp"
#include "runtimes/os/epoll.hpp"
#include "runtimes/os/tcp.hpp"
#include "runtimes/sequential/blocking.hpp"

namespace echo {
namespace {

template <class Probe>
class Floor {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Floor(const Parameters& p, unsigned, Probe& probe)
      : p_(p),
        probe_(probe),
        sockets_(os::connected_pairs(static_cast<std::size_t>(p.connections))),
        ends_(2 * sockets_.size()) {
    for (std::size_t i = 0; i < sockets_.size(); ++i) {
      watch(ends_[2 * i], sockets_[i].client, i, true);
      watch(ends_[2 * i + 1], sockets_[i].server, i, false);
    }
  }

  Answer run(std::uint64_t nonce) {
    tallies_.assign(sockets_.size(), {});
    dialogues_.clear();
    for (std::size_t i = 0; i < sockets_.size(); ++i) {
      probe_.begin(i);
      dialogues_.emplace_back(p_, nonce, i);
      send(sockets_[i].client, dialogues_[i].say());
    }
    std::array<epoll_event, 256> events;
    for (open_ = dialogues_.size(); open_ > 0;)
      for (const epoll_event& event : poller_.wait(events, std::nullopt))
        on_readable(*static_cast<End*>(event.data.ptr));
    return std::move(tallies_);
  }

 private:
  struct End {
    const os::Descriptor* socket;
    std::size_t connection;
    bool client;
  };

  void watch(End& end, const os::Descriptor& socket, std::size_t connection, bool client) {
    os::set_nonblocking(socket);
    end = {&socket, connection, client};
    poller_.add(socket.get(), EPOLLIN | EPOLLET, &end);
  }

  // A closed loop never has more than one message under way, which any socket buffer holds: were one full, it
  // would throw.
  static void send(const os::Descriptor& socket, std::span<const std::byte> bytes) {
    sequential::send_all(socket.get(), bytes);
  }
  static std::size_t receive(const os::Descriptor& socket, std::span<std::byte> room) {
    return sequential::receive_some(socket.get(), room).value_or(0);
  }

  void on_readable(const End& end) {
    if (end.client) return on_echo(end);
    const std::size_t got = receive(*end.socket, buffer_);
    tallies_[end.connection].served += got;
    if (got > 0) send(*end.socket, std::span(buffer_).first(got));
  }

  void on_echo(const End& end) {
    Dialogue& dialogue = dialogues_[end.connection];
    if (!dialogue.hear(receive(*end.socket, dialogue.room()))) return;
    if (!dialogue.over()) return send(*end.socket, dialogue.say());
    tallies_[end.connection].heard = dialogue.heard();
    probe_.end(end.connection);
    --open_;
  }

  const Parameters& p_;
  Probe& probe_;
  std::vector<os::Connection> sockets_;
  std::vector<End> ends_;  // client and server of each connection in turn
  std::array<std::byte, server_buffer_bytes> buffer_;
  std::vector<Dialogue> dialogues_;
  Answer tallies_;
  std::size_t open_ = 0;  // dialogues that are not over
  os::Epoll poller_;
};

const simul::Enter<Workload, Floor> enter{"floor"};

}  // namespace
}  // namespace echo
