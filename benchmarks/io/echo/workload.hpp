// TCP ping-pong over loopback, both ends in the runtime: a client sends a message when the last one has
// come back (a closed loop). Connections are made before the clock starts and live through all runs. So
// are threads and processes, which a program keeps for as long as its connections; tasks and coroutines
// are started within the clock, for starting them is part of using them.
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

namespace echo {

struct Parameters {
  std::int64_t connections, messages, bytes;  // messages per connection, bytes per message

  std::size_t bytes_per_connection() const { return static_cast<std::size_t>(messages * bytes); }
};

// What every server reads into; more than any message, so that a message takes one read.
inline constexpr std::size_t server_buffer_bytes = 4096;

// What a client heard.
struct Heard {
  std::int64_t messages = 0, wrong = 0;
  std::uint64_t digest = 0;  // of the echoes; different in every run
};

// How one connection fared. Its server counts for itself: a client that talked to nobody is found out.
// A cache line of its own, for the ends of other connections write theirs meanwhile.
struct alignas(64) Tally {
  Heard heard;
  std::size_t served = 0;  // bytes that went back
};

using Answer = std::vector<Tally>;

// A connection as its client sees it: say() is sent, room() is filled with what comes, hear() counts it and
// compares a whole echo with what was said, byte by byte.
class Dialogue {
 public:
  Dialogue(const Parameters& p, std::uint64_t nonce, std::size_t connection)
      : messages_(p.messages),
        stamp_(simul::mix(simul::mix(nonce) + connection)),
        said_(static_cast<std::size_t>(p.bytes)),
        echo_(said_.size()) {
    for (std::size_t i = 0; i < said_.size(); ++i)
      said_[i] = static_cast<std::byte>(simul::mix(connection + i));
    write_stamp();
  }

  bool over() const { return heard_.messages == messages_; }
  std::span<const std::byte> say() const { return said_; }
  std::span<std::byte> room() { return std::span(echo_).subspan(come_); }  // for what is still to come
  const Heard& heard() const { return heard_; }

  // `bytes` came into the room. Whether the echo is whole now: then say() is the next message.
  bool hear(std::size_t bytes) {
    come_ += bytes;
    if (come_ < echo_.size()) return false;
    take_echo();
    return true;
  }
  void hear_all() { hear(room().size()); }

  // What is heard on a connection on which everything goes right.
  static Heard right(const Parameters& p, std::uint64_t nonce, std::size_t connection) {
    Dialogue with_itself(p, nonce, connection);
    while (!with_itself.over()) {
      std::ranges::copy(with_itself.say(), with_itself.room().begin());
      with_itself.hear_all();
    }
    return with_itself.heard();
  }

 private:
  void take_echo() {
    heard_.wrong += std::memcmp(said_.data(), echo_.data(), said_.size()) != 0;
    heard_.digest += digest_of(echo_);
    ++heard_.messages;
    std::ranges::fill(std::span(echo_).first(stamp_bytes()), std::byte{});  // an old echo is no new one
    come_ = 0;
    ++stamp_;
    write_stamp();
  }
  std::size_t stamp_bytes() const { return std::min(said_.size(), sizeof stamp_); }
  void write_stamp() { std::memcpy(said_.data(), &stamp_, stamp_bytes()); }
  std::uint64_t digest_of(std::span<const std::byte> message) const {
    std::uint64_t start = 0;
    std::memcpy(&start, message.data(), stamp_bytes());
    return simul::mix(start);
  }

  std::int64_t messages_;
  std::uint64_t stamp_;  // opens every message
  std::vector<std::byte> said_, echo_;
  std::size_t come_ = 0;  // bytes of the echo
  Heard heard_;
};

struct Workload {
  static constexpr std::string_view kind = "io", name = "echo";
  static constexpr std::string_view in_turn = "one message at a time", waits = "",
                                    works = "a core made system calls";
  using Parameters = echo::Parameters;
  using Answer = echo::Answer;

  static constexpr std::array fields{std::pair{"connections", &Parameters::connections},
                                     std::pair{"messages", &Parameters::messages},
                                     std::pair{"bytes", &Parameters::bytes}};

  static std::vector<Parameters> points(std::string_view profile) {
    if (profile == "smoke") return {{1, 100, 64}, {10, 20, 64}};
    if (profile == "quick") return {{1, 1'500, 64}, {100, 50, 64}};
    return {{1, 3'000, 1},   {1, 3'000, 64}, {1, 3'000, 1024}, {100, 50, 1},    {100, 50, 64},
            {100, 50, 1024}, {1'000, 5, 1},  {1'000, 5, 64},   {1'000, 5, 1024}};
  }

  static double units(const Parameters& p) { return static_cast<double>(p.connections * p.messages); }
  static std::size_t tasks(const Parameters& p) { return static_cast<std::size_t>(p.connections); }
  static std::size_t notes_per_task(const Parameters&) { return 2; }  // a task is a client's dialogue

  // Their least cost is that of system calls, which differ from runtime to runtime, can be had in batches, and cannot be
  // timed apart from them.
  static constexpr std::string_view no_ideal =
      "a round trip costs at least its system calls, which differ from runtime to runtime; see of_floor";

  template <class Limits>
  static auto unsupported(const Parameters& p, const Limits& limits) {
    return limits.unmet({{Limits::Supply::open_files, 2 * p.connections, "both ends of every connection"}});
  }

  static std::optional<std::string> verify(const Parameters& p, std::uint64_t nonce, const Answer& tallies) {
    if (tallies.size() != tasks(p)) return std::to_string(tallies.size()) + " connections answered";
    for (std::size_t i = 0; i < tallies.size(); ++i) {
      if (const auto why = wrong_with(p, tallies[i], Dialogue::right(p, nonce, i)))
        return "connection " + std::to_string(i) + ": " + *why;
    }
    return std::nullopt;
  }

 private:
  static std::optional<std::string> wrong_with(const Parameters& p, const Tally& tally, const Heard& right) {
    if (tally.heard.messages != right.messages)
      return std::to_string(tally.heard.messages) + " messages came back, not " +
             std::to_string(right.messages);
    if (tally.heard.wrong) return std::to_string(tally.heard.wrong) + " messages came back changed";
    if (tally.heard.digest != right.digest) return "the messages are not those of this run";
    if (tally.served != p.bytes_per_connection())
      return std::to_string(tally.served) + " bytes were served, not " +
             std::to_string(p.bytes_per_connection());
    return std::nullopt;
  }
};

}  // namespace echo
