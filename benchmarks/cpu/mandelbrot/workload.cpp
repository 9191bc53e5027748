#include "benchmarks/cpu/mandelbrot/workload.hpp"

namespace mandelbrot {
namespace {

// A pixel costs something besides its iterations: a branch that is mispredicted, a store. No more than this
// many of them, so that a row's share of the work is at least its share of both together.
constexpr std::int64_t iterations_per_pixel = 16;

Pixel iterations_of(double x, double y, std::int64_t most) {
  double real = 0, imaginary = 0;
  std::int64_t i = 0;
  for (; i < most && real * real + imaginary * imaginary <= 4; ++i) {
    const double next = real * real - imaginary * imaginary + x;
    imaginary = 2 * real * imaginary + y;
    real = next;
  }
  return static_cast<Pixel>(i);
}

// The middle of the i-th of `count` parts.
double place(std::size_t i, std::size_t count, double from, double until) {
  return from + (until - from) * (static_cast<double>(i) + 0.5) / static_cast<double>(count);
}

Pixel own_number(std::size_t row, std::uint64_t nonce) {
  return static_cast<Pixel>(simul::tally(nonce, row).stamps);
}

}  // namespace

simul::Tally draw(const Parameters& p, std::size_t row, std::uint64_t nonce, std::span<Pixel> picture) {
  const double y = place(row, p.rows(), -1.25, 1.25);
  const Pixel own = own_number(row, nonce);
  for (std::size_t column = 0; column < p.columns(); ++column)
    picture[row * p.columns() + column] =
        own + iterations_of(place(column, p.columns(), -2, 0.5), y, p.iterations);
  return simul::tally(nonce, row);
}

Original::Original(const Parameters& p) : p_(p), pixels_(p.pixels()) {
  double all = 0, longest = 0;
  for (std::size_t row = 0; row < p.rows(); ++row) {
    draw(p, row, 0, pixels_);
    double cost = static_cast<double>(p.width * iterations_per_pixel);
    for (std::size_t i = row * p.columns(); i < (row + 1) * p.columns(); ++i) {
      pixels_[i] -= own_number(row, 0);
      cost += pixels_[i];
    }
    all += cost, longest = std::max(longest, cost);
  }
  longest_share_ = longest / all;
}

std::optional<std::string> Original::wrong(std::uint64_t nonce, std::span<const Pixel> picture) const {
  if (picture.size() != pixels_.size())
    return "the picture has " + std::to_string(picture.size()) + " pixels";
  for (std::size_t i = 0; i < picture.size(); ++i) {
    const std::size_t row = i / p_.columns();
    if (picture[i] - own_number(row, nonce) != pixels_[i]) return "row " + std::to_string(row) + " is wrong";
  }
  return std::nullopt;
}

std::optional<std::string> Workload::verify(const Parameters& p, std::uint64_t nonce, const Answer& answer) {
  if (auto why = simul::wrong(answer.rows, nonce, p.rows())) return why;
  return simul::made_once<Original>(p).wrong(nonce, answer.picture);
}

std::uint64_t Workload::kernel(const Parameters& p) {
  static std::vector<Pixel> picture;
  picture.resize(p.pixels());
  simul::Tally done;
  for (std::size_t row = 0; row < p.rows(); ++row) done += draw(p, row, 0, picture);
  return done.stamps + picture.back();
}

}  // namespace mandelbrot
