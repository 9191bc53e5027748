// Short connections over loopback, both ends in the runtime: a client connects, says one thing, hears it back, and sees
// the server close; then it calls again. Connecting and closing are the work, and so they are inside the clock. As many
// connections as there are clients are open at once.
//
// The server closes first, as a server of HTTP/1.0 does: so the TIME_WAIT that every connection leaves behind for a
// minute is at the server's port, and the clients do not run out of ports. Connections close as they do by themselves
// (no SO_LINGER). Each process listens on a port of its own, and the kernel bounds the number of those that linger.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "benchmarks/harness/work.hpp"

namespace churn {

inline constexpr std::size_t message_bytes = 64;
inline constexpr std::size_t room_bytes =
    2 * message_bytes;  // what clients read into: too much would be noticed

struct Parameters {
  std::int64_t clients, connections;  // connections per client, one after the other
  std::int64_t bytes = message_bytes;

  std::size_t count() const { return static_cast<std::size_t>(clients); }
  std::int64_t all_connections() const { return clients * connections; }
};

using Message = std::array<std::byte, message_bytes>;

// What a client heard.
struct Heard {
  std::int64_t calls = 0, wrong = 0;
  std::uint64_t digest = 0;  // of the answers; different in every run
};

// What the server counted for itself: clients that talked to nobody are found out. It counts before it answers, so that
// when a client has heard all, everything has been counted.
struct alignas(64) Served {
  std::int64_t connections = 0, bytes = 0;

  void count(std::size_t answered) { ++connections, bytes += static_cast<std::int64_t>(answered); }
  Served& operator+=(const Served& other) {
    connections += other.connections, bytes += other.bytes;
    return *this;
  }
};

struct Answer {
  explicit Answer(const Parameters& p) : clients(p.count()) {}

  std::vector<Heard> clients;
  Served served;
};

// The calls of one client: say() is sent, what comes is heard, in pieces of any size, and then the server hangs up.
class Caller {
 public:
  Caller(const Parameters& p, std::uint64_t nonce, std::size_t client)
      : calls_(p.connections), stamp_(simul::mix(simul::mix(nonce) + client)) {
    for (std::size_t i = 0; i < said_.size(); ++i) said_[i] = static_cast<std::byte>(simul::mix(client + i));
    write_stamp();
  }

  bool over() const { return heard_.calls == calls_; }
  std::span<const std::byte> say() const { return said_; }
  void hear(std::span<const std::byte> piece) {
    const auto room = std::span(answer_).subspan(std::min(come_, answer_.size()));
    std::ranges::copy(piece.first(std::min(piece.size(), room.size())), room.begin());
    come_ += piece.size();
  }
  // The call is over, and say() is what to say in the next.
  void hung_up() {
    heard_.wrong += come_ != said_.size() || answer_ != said_;
    std::uint64_t start = 0;
    std::memcpy(&start, answer_.data(), sizeof start);
    heard_.digest += simul::mix(start);
    ++heard_.calls;
    answer_ = {};
    come_ = 0;
    ++stamp_;
    write_stamp();
  }
  const Heard& heard() const { return heard_; }

  // What a client hears if everything goes right.
  static Heard right(const Parameters& p, std::uint64_t nonce, std::size_t client) {
    Caller caller(p, nonce, client);
    for (; !caller.over(); caller.hung_up()) caller.hear(caller.say());
    return caller.heard();
  }

 private:
  void write_stamp() { std::memcpy(said_.data(), &stamp_, sizeof stamp_); }

  std::int64_t calls_;
  std::uint64_t stamp_;  // opens every message
  Message said_, answer_{};
  std::size_t come_ = 0;  // bytes of the answer
  Heard heard_;
};

struct Workload {
  static constexpr std::string_view kind = "io", name = "churn";
  static constexpr std::string_view in_turn = "one connection at a time", waits = "",
                                    works = "a core made system calls";
  using Parameters = churn::Parameters;
  using Answer = churn::Answer;

  static constexpr std::array fields{std::pair{"clients", &Parameters::clients},
                                     std::pair{"connections", &Parameters::connections}};
  static constexpr std::array recorded{std::pair{"bytes", &Parameters::bytes}};

  // At most a thousand or two in a run: a process makes several, and a minute's connections linger.
  static std::vector<Parameters> points(std::string_view profile) {
    if (profile == "smoke") return {{1, 10}, {4, 5}};
    if (profile == "quick") return {{16, 40}};
    return {{1, 1'200}, {16, 75}, {100, 12}, {800, 2}};
  }

  static double units(const Parameters& p) { return static_cast<double>(p.all_connections()); }
  static std::size_t tasks(const Parameters& p) { return p.count(); }
  static std::size_t notes_per_task(const Parameters&) { return 2; }  // a task is all that one client does

  // Their least cost is that of system calls, which differ from runtime to runtime, can be had in batches, and cannot be
  // timed apart from them.
  static constexpr std::string_view no_ideal =
      "a connection costs at least its system calls, which differ from runtime to runtime; see of_floor";

  static std::optional<std::string> verify(const Parameters& p, std::uint64_t nonce, const Answer& answer) {
    if (answer.clients.size() != p.count())
      return std::to_string(answer.clients.size()) + " clients answered";
    for (std::size_t i = 0; i < answer.clients.size(); ++i) {
      if (const auto why = wrong_with(answer.clients[i], Caller::right(p, nonce, i)))
        return "client " + std::to_string(i) + ": " + *why;
    }
    if (answer.served.connections != p.all_connections())
      return std::to_string(answer.served.connections) + " connections were served, not " +
             std::to_string(p.all_connections());
    if (answer.served.bytes != p.all_connections() * p.bytes)
      return std::to_string(answer.served.bytes) + " bytes were served, not " +
             std::to_string(p.all_connections() * p.bytes);
    return std::nullopt;
  }

 private:
  static std::optional<std::string> wrong_with(const Heard& heard, const Heard& right) {
    if (heard.calls != right.calls)
      return std::to_string(heard.calls) + " calls were answered, not " + std::to_string(right.calls);
    if (heard.wrong) return std::to_string(heard.wrong) + " answers were not what was said";
    if (heard.digest != right.digest) return "the answers are not those of this run";
    return std::nullopt;
  }
};

// Why this machine cannot have that many connections open at once. Twice: the last are being closed while the next are
// being made.
template <class Limits>
auto too_many_sockets(const Parameters& p, const Limits& limits) {
  return limits.unmet(
      {{Limits::Supply::open_files, 4 * p.clients, "both ends of every connection, closing and opening"}});
}

}  // namespace churn
