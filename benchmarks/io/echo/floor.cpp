// The floor: a hand-written state machine on edge-triggered epoll, no framework. Every descriptor is
// registered once; a read that returns less than there was room for has emptied the socket, so nobody probes
// for EAGAIN. Six system calls per round trip on one connection: two sends, two receives, two waits.
#include <sys/epoll.h>
#include <sys/socket.h>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/echo/workload.hpp"
#include "runtimes/os/error.hpp"
#include "runtimes/os/tcp.hpp"

namespace echo {
namespace {

template <class Probe>
class Floor {
 public:
  static constexpr auto lanes = simul::Lanes::one;
  static auto unsupported(const Parameters& p, const simul::Limits& limits) {
    return too_many_sockets(p, limits);
  }

  Floor(const Parameters& p, unsigned, Probe&)
      : p_(p),
        sockets_(os::connected_pairs(static_cast<std::size_t>(p.connections))),
        ends_(2 * sockets_.size()),
        buffer_(4096) {
    for (std::size_t i = 0; i < sockets_.size(); ++i) {
      watch(ends_[2 * i], sockets_[i].client, i, true);
      watch(ends_[2 * i + 1], sockets_[i].server, i, false);
    }
  }

  Tally run(std::uint64_t nonce) {
    dialogues_.clear();
    for (std::size_t i = 0; i < sockets_.size(); ++i) dialogues_.emplace_back(p_, nonce, i);
    for (std::size_t i = 0; i < sockets_.size(); ++i) send(ends_[2 * i], dialogues_[i].say());
    std::array<epoll_event, 256> events;
    for (open_ = dialogues_.size(); open_ > 0;) {
      const int n = os::retry([&] { return ::epoll_wait(epoll_.get(), events.data(), events.size(), -1); });
      os::check(n, "epoll_wait");
      for (int i = 0; i < n; ++i)
        on_readable(*static_cast<End*>(events[static_cast<std::size_t>(i)].data.ptr));
    }
    Tally all;
    for (const Dialogue& dialogue : dialogues_) all += dialogue.tally();
    return all;
  }

 private:
  struct End {
    int fd;
    std::size_t connection;
    bool client;
    std::size_t heard;  // of the message that is coming in, at the client
  };

  void watch(End& end, const os::Descriptor& socket, std::size_t connection, bool client) {
    os::set_nonblocking(socket);
    end = {socket.get(), connection, client, 0};
    epoll_event event{.events = EPOLLIN | EPOLLET, .data = {.ptr = &end}};
    os::check(::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, end.fd, &event), "epoll_ctl");
  }

  // A closed loop never has more than one message under way, which any socket buffer holds.
  static void send(const End& end, std::span<const std::byte> bytes) {
    const auto sent = os::check(::send(end.fd, bytes.data(), bytes.size(), MSG_NOSIGNAL), "send");
    if (static_cast<std::size_t>(sent) != bytes.size())
      throw std::runtime_error("a socket took half a message");
  }

  void on_readable(End& end) { end.client ? on_echo(end) : on_message(end); }

  void on_message(const End& server) {
    for (;;) {
      const auto n = ::recv(server.fd, buffer_.data(), buffer_.size(), 0);
      if (n < 0 && errno == EAGAIN) return;
      const auto got = static_cast<std::size_t>(os::check(n, "recv"));
      send(server, std::span(buffer_).first(got));
      if (got < buffer_.size()) return;
    }
  }

  void on_echo(End& client) {
    Dialogue& dialogue = dialogues_[client.connection];
    const auto room = dialogue.room().subspan(client.heard);
    const auto n = ::recv(client.fd, room.data(), room.size(), 0);
    if (n < 0 && errno == EAGAIN) return;
    client.heard += static_cast<std::size_t>(os::check(n, "recv"));
    if (client.heard < dialogue.room().size()) return;
    client.heard = 0;
    dialogue.hear();
    if (dialogue.over()) {
      --open_;
    } else {
      send(client, dialogue.say());
    }
  }

  const Parameters& p_;
  std::vector<os::Connection> sockets_;
  std::vector<End> ends_;  // client and server of each connection in turn
  std::vector<std::byte> buffer_;
  std::vector<Dialogue> dialogues_;
  std::size_t open_ = 0;  // dialogues that are not over
  os::Descriptor epoll_{os::check(::epoll_create1(EPOLL_CLOEXEC), "epoll_create1")};
};

const simul::Enter<Workload, Floor> enter{"floor"};

}  // namespace
}  // namespace echo
