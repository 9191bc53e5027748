// TCP bulk transfer over loopback, both ends in the runtime: every connection carries chunks of 64 KiB one way, as fast
// as its receiver takes them. Connections are made before the clock starts and live through all runs; so do threads
// and processes. Who sends is held up by who receives: a sender has one chunk in hand, and makes the next when the
// kernel has taken that one.
//
// The least time follows from what a byte takes that goes through a socket: it is copied into the kernel and out of it,
// and counts in the digest. (Zero-copy sends are copied on loopback, too.)
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "benchmarks/harness/work.hpp"

namespace bulk {

inline constexpr std::size_t chunk_bytes = 64 * 1024;

struct Parameters {
  std::int64_t connections, chunks;  // chunks per connection
  std::int64_t bytes_per_chunk = chunk_bytes;

  std::size_t count() const { return static_cast<std::size_t>(connections); }
  std::size_t bytes_per_connection() const { return static_cast<std::size_t>(chunks) * chunk_bytes; }
};

// What one end counted. `digest` is of all bytes at their places, and different in every run.
struct Sent {
  std::size_t bytes = 0;
};
struct Received {
  std::size_t bytes = 0;
  std::uint64_t digest = 0;
};

// How one connection fared. A cache line for either end: they may be written from different cores.
struct Tally {
  alignas(64) Sent sent;
  alignas(64) Received received;
};

using Answer = std::vector<Tally>;

// The sending end: seeded bytes, and a stamp at the head of each chunk that says which chunk of which run it is. Made
// before the clock, for its bytes are the same in every run.
class Source {
 public:
  Source(const Parameters& p, std::size_t connection);

  void start(std::uint64_t nonce);
  bool over() const { return sent_.bytes == bytes_; }
  // The next chunk: lies here until it is gone.
  std::span<const std::byte> next();
  void gone() { sent_.bytes += chunk_bytes; }
  const Sent& sent() const { return sent_; }

 private:
  std::size_t connection_, bytes_;
  std::uint64_t stamp_ = 0;  // of the next chunk
  std::vector<std::byte> chunk_;
  Sent sent_;
};

// The receiving end. Takes the bytes in pieces of any size, in order, each just as it arrived.
class Sink {
 public:
  explicit Sink(const Parameters& p) : bytes_(p.bytes_per_connection()) {}

  void start() { received_ = {}, sum_ = 0; }
  bool over() const { return received_.bytes >= bytes_; }
  void take(std::span<const std::byte> piece);
  const Received& received() const { return received_; }

 private:
  void add(std::span<const std::byte> bytes);

  std::size_t bytes_;
  std::uint64_t sum_ = 0;  // of the present chunk's words
  Received received_;
};

// What is received on a connection on which everything goes right.
Received right(const Parameters& p, std::uint64_t nonce, std::size_t connection);

struct Workload {
  static constexpr std::string_view kind = "io", name = "bulk";
  static constexpr std::string_view in_turn = "one chunk at a time", waits = "",
                                    works = "a core made system calls";
  using Parameters = bulk::Parameters;
  using Answer = bulk::Answer;

  static constexpr std::array fields{std::pair{"connections", &Parameters::connections},
                                     std::pair{"chunks", &Parameters::chunks}};
  static constexpr std::array recorded{std::pair{"bytes_per_chunk", &Parameters::bytes_per_chunk}};

  static std::vector<Parameters> points(std::string_view profile);

  static double units(const Parameters& p) { return static_cast<double>(p.connections * p.chunks); }
  static std::size_t tasks(const Parameters& p) { return p.count(); }
  static std::size_t notes_per_task(const Parameters&) { return 2; }  // a task is what one receiver does

  template <class Limits>
  static auto unsupported(const Parameters& p, const Limits& limits) {
    return limits.unmet({{Limits::Supply::open_files, 2 * p.connections, "both ends of every connection"}});
  }

  static std::optional<std::string> verify(const Parameters& p, std::uint64_t nonce, const Answer& tallies);

  // What nobody can do without, at its cheapest: one chunk copied twice and taken, in pieces that never leave the nearest
  // cache. The rest of the work is system calls.
  static constexpr bool system_calls = true;
  static std::uint64_t kernel(const Parameters& p);
  static double kernel_calls(const Parameters& p) { return units(p); }
  static simul::LowerBounds bounds(const Parameters&, unsigned cpus, double kernel_s) {
    return {{"copies", kernel_s / cpus}};
  }
};

}  // namespace bulk
