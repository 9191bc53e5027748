// SHA-256 of many messages, none of which has to do with another: work that every model can share out, by a
// library that everybody uses (OpenSSL's libcrypto). How large a message is says how much of a task is its
// runtime's.
#pragma once

#include <algorithm>
#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "benchmarks/harness/work.hpp"

struct SHA256state_st;  // libcrypto's

namespace hashing {

struct Parameters {
  std::int64_t messages, bytes;  // of each

  auto operator<=>(const Parameters&) const = default;
  std::size_t tasks() const { return static_cast<std::size_t>(messages); }
};

using Digest = std::array<std::byte, 32>;

// libcrypto's state of one SHA-256: made once per thread or process and then reused. For one thread at a time.
class Hasher {
 public:
  Hasher();

  // The kernel: SHA-256 of the message and, behind it, the eight bytes of the nonce as they lie in memory.
  Digest operator()(std::span<const std::byte> message, std::uint64_t nonce);

  // The same in steps, and from where another has come: many nonces behind one message.
  void begin(std::span<const std::byte> message);
  Digest finish(std::uint64_t nonce);
  void resume(const Hasher& begun);

 private:
  struct Free {
    void operator()(SHA256state_st* state) const;
  };
  std::unique_ptr<SHA256state_st, Free> state_;
};

// The messages: seeded bytes. Each begins a little further into them, and so no two are the same, but they
// fit into the caches and are no test of memory.
class Messages {
 public:
  explicit Messages(const Parameters& p);
  std::span<const std::byte> operator[](std::size_t i) const {
    return std::as_bytes(std::span(text_)).subspan(sizeof(std::uint64_t) * i, bytes_);
  }

 private:
  std::size_t bytes_;
  std::vector<std::uint64_t> text_;
};

struct Answer {
  std::span<const Digest> digests;
  simul::Tally messages;
};

struct Workload {
  static constexpr std::string_view kind = "cpu", name = "hash";
  static constexpr std::string_view in_turn = "one message after the other", waits = "",
                                    works = "a core hashed";
  using Parameters = hashing::Parameters;
  using Answer = hashing::Answer;

  static constexpr std::array fields{std::pair{"messages", &Parameters::messages},
                                     std::pair{"bytes", &Parameters::bytes}};

  static std::vector<Parameters> points(std::string_view profile) {
    if (profile == "smoke") return {{24, 131'072}};
    if (profile == "quick") return {{384, 262'144}};
    return {{98'304, 1'024}, {6'144, 16'384}, {384, 262'144}, {24, 4'194'304}};
  }

  static double units(const Parameters& p) { return static_cast<double>(p.messages); }
  // Shorter messages take less than 50 us, and are not journaled.
  static std::size_t tasks(const Parameters& p) { return p.bytes < 100'000 ? 0 : p.tasks(); }
  static std::size_t notes_per_task(const Parameters&) { return 2; }

  static std::optional<std::string> verify(const Parameters& p, std::uint64_t nonce, const Answer& answer);

  // Hashing is all there is to a run, and the first one of a process hashes no longer.
  static constexpr bool warms_up = false;

  static std::uint64_t kernel(const Parameters& p);
  static double kernel_calls(const Parameters&) { return 1; }
  // A message is one core's, and the dearest of them takes at least the mean.
  static simul::LowerBounds bounds(const Parameters& p, unsigned cpus, double kernel_s) {
    return {{"work", kernel_s / cpus}, {"longest_task", kernel_s / units(p)}};
  }
};

}  // namespace hashing
