// The Mandelbrot set, drawn row by row: a row through its middle takes a hundred times what one beyond its
// edge does, and nobody knows before how long. Whoever deals out rows in advance leaves cores idle.
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

namespace mandelbrot {

struct Parameters {
  std::int64_t width, height;  // in pixels, of the part from -2 - 1.25i to 0.5 + 1.25i
  std::int64_t iterations;     // after which a point counts as one of the set

  auto operator<=>(const Parameters&) const = default;
  std::size_t rows() const { return static_cast<std::size_t>(height); }
  std::size_t columns() const { return static_cast<std::size_t>(width); }
  std::size_t pixels() const { return rows() * columns(); }
};

// The iterations that a point took, plus a number that is the row's own in each run: an old picture cannot
// pass.
using Pixel = std::uint32_t;

// The kernel: draws one row.
simul::Tally draw(const Parameters& p, std::size_t row, std::uint64_t nonce, std::span<Pixel> picture);

// The same picture without the rows' own numbers, and what it takes. Drawn once.
class Original {
 public:
  explicit Original(const Parameters& p);

  std::optional<std::string> wrong(std::uint64_t nonce, std::span<const Pixel> picture) const;
  std::span<const Pixel> pixels() const { return pixels_; }
  double longest_share() const {
    return longest_share_;
  }  // of all work, what the longest row takes at the least

 private:
  Parameters p_;
  std::vector<Pixel> pixels_;
  double longest_share_;
};

struct Answer {
  std::span<const Pixel> picture;
  simul::Tally rows;
};

struct Workload {
  static constexpr std::string_view kind = "cpu", name = "mandelbrot";
  static constexpr std::string_view in_turn = "one row after the other", waits = "", works = "a core drew";
  using Parameters = mandelbrot::Parameters;
  using Answer = mandelbrot::Answer;

  static constexpr std::array fields{std::pair{"width", &Parameters::width},
                                     std::pair{"height", &Parameters::height},
                                     std::pair{"iterations", &Parameters::iterations}};

  static std::vector<Parameters> points(std::string_view profile) {
    if (profile == "smoke") return {{80, 60, 500}};
    if (profile == "quick") return {{320, 240, 1'000}};
    return {{320, 24, 10'000}, {320, 240, 1'000}, {640, 480, 1'000}, {640, 480, 5'000}};
  }

  static double units(const Parameters& p) { return static_cast<double>(p.rows()); }
  static std::size_t tasks(const Parameters& p) { return p.rows(); }
  static std::size_t notes_per_task(const Parameters&) { return 2; }

  static std::optional<std::string> verify(const Parameters& p, std::uint64_t nonce, const Answer& answer);

  // Iterating is all there is to a run, and the first one of a process iterates no longer.
  static constexpr bool warms_up = false;

  static std::uint64_t kernel(const Parameters& p);
  static double kernel_calls(const Parameters&) { return 1; }
  // A row is one core's.
  static simul::LowerBounds bounds(const Parameters& p, unsigned cpus, double kernel_s) {
    const double longest = kernel_s * simul::made_once<Original>(p).longest_share();
    return {{"work", kernel_s / cpus}, {"longest_task", longest}};
  }
};

}  // namespace mandelbrot
