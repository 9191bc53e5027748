// N queens on an N x N board, none attacking another: count the solutions. The first rows are placed by the
// workload, and each legal placement of them is a task; the search below it is the kernel.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "benchmarks/harness/work.hpp"

namespace nqueens {

struct Parameters {
  std::int64_t queens, rows_placed;
};

// Which squares of the next row are attacked: by column, and along both diagonals.
struct Placement {
  std::uint32_t columns = 0, left = 0, right = 0;
};

// The tasks. Every contestant works through the same list in this order.
std::vector<Placement> placements(const Parameters& p);

// What one task, or many together, found.
struct Tally {
  std::int64_t solutions = 0;
  simul::Tally done{};

  Tally& operator+=(const Tally& other) {
    solutions += other.solutions, done += other.done;
    return *this;
  }
};

Tally total(std::span<const Tally> tallies);

// The kernel: counts the solutions below one placement.
Tally search(const Parameters& p, const Placement& placement, std::uint64_t nonce, std::size_t task);

struct Workload {
  static constexpr std::string_view kind = "cpu", name = "nqueens";
  static constexpr std::string_view in_turn = "one search after the other", waits = "",
                                    works = "a core searched";
  using Parameters = nqueens::Parameters;
  using Answer = Tally;

  static constexpr std::array fields{std::pair{"queens", &Parameters::queens},
                                     std::pair{"rows_placed", &Parameters::rows_placed}};

  static std::vector<Parameters> points(std::string_view profile) {
    if (profile == "smoke") return {{11, 1}};
    if (profile == "quick") return {{14, 1}};
    return {{12, 1}, {13, 1}, {14, 1}, {14, 2}, {15, 2}};
  }

  static double units(const Parameters& p) { return static_cast<double>(tasks(p)); }
  static std::size_t tasks(const Parameters& p) { return placements(p).size(); }
  static std::size_t notes_per_task(const Parameters&) { return 2; }

  static std::optional<std::string> verify(const Parameters& p, std::uint64_t nonce, const Answer& answer);

  // A task keeps nothing for the next run: the first one of a process takes no longer.
  static constexpr bool warms_up = false;

  static std::uint64_t kernel(const Parameters& p);
  static double kernel_calls(const Parameters&) { return 1; }
  // No more cores can search than there are tasks: the longest takes at least the mean. Their own costs are not
  // timed one by one, so that more than the mean cannot be had.
  static simul::LowerBounds bounds(const Parameters& p, unsigned cpus, double kernel_s) {
    return {{"work", kernel_s / cpus}, {"longest_task", kernel_s / units(p)}};
  }
};

}  // namespace nqueens
