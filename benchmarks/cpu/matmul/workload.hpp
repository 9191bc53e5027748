// A product of two square matrices, in tiles: every task does the same work, so that no scheduler has
// anything to balance. The entries are whole numbers, small enough for every sum of products to be exact in a
// double.
#pragma once

#include <algorithm>
#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "benchmarks/harness/work.hpp"

namespace matmul {

struct Parameters {
  std::int64_t size, tile;  // rows and columns of the matrices, and of a task's part of the product

  auto operator<=>(const Parameters&) const = default;
  std::size_t entries() const { return static_cast<std::size_t>(size * size); }
  std::size_t tiles_across() const { return static_cast<std::size_t>(size / tile); }
  std::size_t tiles() const { return tiles_across() * tiles_across(); }
};

// The factors. In every run each row of the left one is multiplied by a number of its own, 1 to 16: an old
// product cannot pass.
class Factors {
 public:
  explicit Factors(const Parameters& p);

  // The kernel: writes one tile of the product. Tiles are numbered row by row.
  simul::Tally multiply(std::size_t tile, std::uint64_t nonce, std::span<double> product) const;

  // Why this is not the product, or nothing. Both sides are multiplied by the same vector: two matrices that
  // differ differ there too, unless their errors cancel. Takes no more than three vectors: R. Freivalds,
  // "Probabilistic machines can use less running time", IFIP 1977.
  std::optional<std::string> wrong(std::uint64_t nonce, std::span<const double> product) const;

  std::span<const double> left() const { return left_; }  // row by row, as seeded
  std::span<const double> right() const { return right_; }

 private:
  Parameters p_;
  std::vector<double> left_, right_;
};

struct Answer {
  std::span<const double> product;
  simul::Tally tiles;
};

struct Workload {
  static constexpr std::string_view kind = "cpu", name = "matmul";
  static constexpr std::string_view in_turn = "one tile after the other", waits = "",
                                    works = "a core multiplied";
  using Parameters = matmul::Parameters;
  using Answer = matmul::Answer;

  static constexpr std::array fields{std::pair{"size", &Parameters::size},
                                     std::pair{"tile", &Parameters::tile}};

  static std::vector<Parameters> points(std::string_view profile) {
    if (profile == "smoke") return {{192, 32}};
    if (profile == "quick") return {{512, 64}};
    return {{256, 64}, {512, 32}, {512, 64}, {512, 128}, {1024, 64}, {1024, 128}};
  }

  static double units(const Parameters& p) { return static_cast<double>(p.tiles()); }
  static std::size_t tasks(const Parameters& p) { return p.tiles(); }
  static std::size_t notes_per_task(const Parameters&) { return 2; }

  static std::optional<std::string> verify(const Parameters& p, std::uint64_t nonce, const Answer& answer);

  // 2 N^3 operations.
  static std::uint64_t kernel(const Parameters& p);
  static double kernel_calls(const Parameters&) { return 1; }
  // A tile is one core's, and the dearest of them takes at least the mean.
  static simul::LowerBounds bounds(const Parameters& p, unsigned cpus, double kernel_s) {
    return {{"work", kernel_s / cpus}, {"longest_task", kernel_s / units(p)}};
  }
};

}  // namespace matmul
