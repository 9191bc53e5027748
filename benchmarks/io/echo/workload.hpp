// TCP ping-pong over loopback, both ends in the runtime: a client sends a message when the last one has come
// back (a closed loop). Connections are made before the clock starts and live through all runs.
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

// What came back, of one connection or of all.
struct Tally {
  std::int64_t messages = 0, wrong = 0;
  std::uint64_t digest = 0;  // of the echoes; different in every run

  Tally& operator+=(const Tally& other) {
    messages += other.messages, wrong += other.wrong, digest += other.digest;
    return *this;
  }
};

// One connection as its client sees it: say() is sent, its echo fills room(), hear() compares the two, byte
// by byte.
class Dialogue {
 public:
  Dialogue(const Parameters& p, std::uint64_t nonce, std::size_t connection)
      : messages_(p.messages),
        stamp_(first_stamp(nonce, connection)),
        said_(static_cast<std::size_t>(p.bytes)),
        heard_(said_.size()) {
    for (std::size_t i = 0; i < said_.size(); ++i)
      said_[i] = static_cast<std::byte>(simul::mix(connection + i));
    write_stamp();
  }

  bool over() const { return tally_.messages == messages_; }
  std::span<const std::byte> say() const { return said_; }
  std::span<std::byte> room() { return heard_; }
  const Tally& tally() const { return tally_; }

  void hear() {
    tally_.wrong += std::memcmp(said_.data(), heard_.data(), said_.size()) != 0;
    tally_.digest += digest_of(heard_);
    std::ranges::fill(std::span(heard_).first(stamp_bytes()), std::byte{});  // an old echo is no new one
    ++tally_.messages;
    ++stamp_;
    write_stamp();
  }

  // The tally of a connection on which everything went right.
  static Tally right(const Parameters& p, std::uint64_t nonce, std::size_t connection) {
    Dialogue with_itself(p, nonce, connection);
    while (!with_itself.over()) {
      std::ranges::copy(with_itself.say(), with_itself.room().begin());
      with_itself.hear();
    }
    return with_itself.tally();
  }

 private:
  static std::uint64_t first_stamp(std::uint64_t nonce, std::size_t connection) {
    return simul::mix(nonce + connection);
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
  std::vector<std::byte> said_, heard_;
  Tally tally_;
};

struct Workload {
  static constexpr std::string_view kind = "io", name = "echo";
  static constexpr std::string_view in_turn = "one message at a time", waits = "",
                                    works = "a core made system calls";
  using Parameters = echo::Parameters;
  using Answer = Tally;

  static constexpr std::array fields{std::pair{"connections", &Parameters::connections},
                                     std::pair{"messages", &Parameters::messages},
                                     std::pair{"bytes", &Parameters::bytes}};

  static std::vector<Parameters> points(std::string_view profile) {
    if (profile == "smoke") return {{1, 100, 64}, {10, 20, 64}};
    if (profile == "quick") return {{1, 3'000, 64}, {100, 50, 64}};
    return {{1, 3'000, 1},   {1, 3'000, 64}, {1, 3'000, 1024}, {100, 50, 1},    {100, 50, 64},
            {100, 50, 1024}, {1'000, 5, 1},  {1'000, 5, 64},   {1'000, 5, 1024}};
  }

  static double units(const Parameters& p) { return static_cast<double>(p.connections * p.messages); }

  static std::optional<std::string> verify(const Parameters& p, std::uint64_t nonce, const Answer& answer) {
    Tally right;
    for (std::int64_t i = 0; i < p.connections; ++i)
      right += Dialogue::right(p, nonce, static_cast<std::size_t>(i));
    if (answer.messages != right.messages)
      return std::to_string(answer.messages) + " messages came back, not " + std::to_string(right.messages);
    if (answer.wrong) return std::to_string(answer.wrong) + " messages came back changed";
    if (answer.digest != right.digest) return "the messages are not those of this run";
    return std::nullopt;
  }
};

// Why this machine cannot hold that many connections.
template <class Limits>
std::optional<std::string> too_many_sockets(const Parameters& p, const Limits& limits) {
  if (2 * p.connections + 64 <= limits.open_files) return std::nullopt;
  return "both ends of " + std::to_string(p.connections) + " connections exceed the limit of " +
         std::to_string(limits.open_files) + " open files";
}

}  // namespace echo
