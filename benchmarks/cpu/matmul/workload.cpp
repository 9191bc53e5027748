#include "benchmarks/cpu/matmul/workload.hpp"

#include <numeric>

namespace matmul {
namespace {

constexpr std::size_t largest_tile = 128;

std::vector<double> seeded_matrix(const Parameters& p, std::uint64_t which) {
  std::vector<double> entries(p.entries());
  for (std::size_t i = 0; i < entries.size(); ++i)
    entries[i] = static_cast<double>(simul::seeded(2 * i + which, -8, 8));
  return entries;
}

double scale(std::uint64_t nonce, std::size_t row) {
  return static_cast<double>(1 + simul::tally(nonce, row).stamps % 16);
}

std::span<const double> row_of(std::span<const double> matrix, std::size_t row, std::size_t size) {
  return matrix.subspan(row * size, size);
}

double dot(std::span<const double> a, std::span<const double> b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

}  // namespace

Factors::Factors(const Parameters& p) : p_(p), left_(seeded_matrix(p, 0)), right_(seeded_matrix(p, 1)) {}

simul::Tally Factors::multiply(std::size_t tile, std::uint64_t nonce, std::span<double> product) const {
  const auto size = static_cast<std::size_t>(p_.size), width = static_cast<std::size_t>(p_.tile);
  const std::size_t first_row = tile / p_.tiles_across() * width, column = tile % p_.tiles_across() * width;
  for (std::size_t row = first_row; row < first_row + width; ++row) {
    std::array<double, largest_tile> sums{};
    for (std::size_t k = 0; k < size; ++k) {
      const double factor = left_[row * size + k];
      const double* const right = &right_[k * size + column];
      for (std::size_t i = 0; i < width; ++i) sums[i] += factor * right[i];
    }
    for (std::size_t i = 0; i < width; ++i) product[row * size + column + i] = scale(nonce, row) * sums[i];
  }
  return simul::tally(nonce, tile);
}

// All of it exact: whole numbers below 2^53.
std::optional<std::string> Factors::wrong(std::uint64_t nonce, std::span<const double> product) const {
  if (product.size() != p_.entries()) return "the product has " + std::to_string(product.size()) + " entries";
  const auto size = static_cast<std::size_t>(p_.size);
  std::vector<double> vector(size), right(size);
  for (std::size_t i = 0; i < size; ++i)
    vector[i] = static_cast<double>(1 + simul::mix(simul::seed + nonce + i) % 1024);
  for (std::size_t k = 0; k < size; ++k) right[k] = dot(row_of(right_, k, size), vector);
  for (std::size_t row = 0; row < size; ++row) {
    const double expected = scale(nonce, row) * dot(row_of(left_, row, size), right);
    if (dot(row_of(product, row, size), vector) != expected)
      return "row " + std::to_string(row) + " of the product is wrong";
  }
  return std::nullopt;
}

std::optional<std::string> Workload::verify(const Parameters& p, std::uint64_t nonce, const Answer& answer) {
  if (auto why = simul::wrong(answer.tiles, nonce, p.tiles())) return why;
  return simul::made_once<Factors>(p).wrong(nonce, answer.product);
}

std::uint64_t Workload::kernel(const Parameters& p) {
  static std::vector<double> product;
  product.resize(p.entries());
  const auto& factors = simul::made_once<Factors>(p);
  simul::Tally done;
  for (std::size_t tile = 0; tile < p.tiles(); ++tile) done += factors.multiply(tile, 0, product);
  return done.stamps + static_cast<std::uint64_t>(product.back() != 0);
}

}  // namespace matmul
