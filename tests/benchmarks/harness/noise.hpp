// Made-up measurements from fixed seeds: the same noise on every machine and in every run of a test.
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>
#include <vector>

#include "benchmarks/harness/work.hpp"

namespace simul {

class Noise {
 public:
  explicit Noise(std::uint64_t number) : state_(mix(number)) {}

  double uniform() {  // in (0, 1)
    state_ = mix(state_);
    return (static_cast<double>(state_ >> 11) + 0.5) * 0x1p-53;
  }
  double normal() {  // Box and Muller, one of the two
    const double radius = std::sqrt(-2 * std::log(uniform()));
    return radius * std::cos(2 * std::numbers::pi * uniform());
  }

 private:
  std::uint64_t state_;
};

// `n` draws of a distribution: a function of the noise.
std::vector<double> draw(std::size_t n, Noise& noise, const auto& distribution) {
  std::vector<double> values;
  for (std::size_t i = 0; i < n; ++i) values.push_back(distribution(noise));
  return values;
}

}  // namespace simul
