// A token goes round a ring of tasks, each of which hands it to its neighbour: what does a message cost when nobody
// has anything else to do? J. Armstrong's exercise for Erlang ("Programming Erlang", Pragmatic Bookshelf 2007,
// chapter 8).
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "benchmarks/harness/work.hpp"

namespace ring {

struct Parameters {
  std::int64_t nodes, laps;

  std::uint64_t size() const { return static_cast<std::uint64_t>(nodes); }
  std::uint64_t hops() const { return static_cast<std::uint64_t>(nodes * laps); }
  std::uint64_t after(std::uint64_t node) const { return node + 1 == size() ? 0 : node + 1; }
};

// What goes round. Its path has every node that it was at, in that order, and begins anew in every run.
struct Token {
  std::uint64_t hops = 0;
  std::uint64_t path = 0;

  void visit(std::uint64_t node) {
    ++hops;
    path = (path ^ node) * 0xd1342543de82ef95;  // odd: no two paths of one length become the same by this
  }
};

constexpr Token start(std::uint64_t nonce) { return {0, simul::mix(nonce)}; }

struct Answer {
  Token token;                        // as the last node handed it on
  std::vector<std::uint64_t> visits;  // by node, as it counted itself
};

struct Workload {
  static constexpr std::string_view kind = "sync", name = "ring";
  static constexpr std::string_view in_turn = "calling one node after the other", waits = "",
                                    works = "a core looked at the token";
  using Parameters = ring::Parameters;
  using Answer = ring::Answer;

  static constexpr std::array fields{std::pair{"nodes", &Parameters::nodes},
                                     std::pair{"laps", &Parameters::laps}};

  // Some thousand hops for those whom the kernel must wake, a million and more for the others.
  static std::vector<Parameters> points(std::string_view profile);

  static double units(const Parameters& p) { return static_cast<double>(p.hops()); }
  static constexpr std::string_view counted = "hops";
  static Parameters of_size(const Parameters& p, std::int64_t hops) {
    const std::int64_t nodes = std::min<std::int64_t>(p.nodes, 100);
    return {nodes, (hops + nodes - 1) / nodes};
  }
  static std::optional<std::string> verify(const Parameters& p, std::uint64_t nonce, const Answer& answer);

  // The token's own arithmetic, without anybody to hand it to; a small problem's over and over, since reading the CPU
  // clock takes longer.
  static std::uint64_t kernel(const Parameters& p);
  static double kernel_calls(const Parameters& p);

  // There is one token, and each hop needs what the one before it made: no number of CPUs shortens that.
  static simul::LowerBounds bounds(const Parameters&, unsigned, double kernel_s) { return {{"token", kernel_s}}; }
};

// A call that is not inlined for every hop: the baseline.
Answer call_all(const Parameters& p, std::uint64_t nonce);

}  // namespace ring
