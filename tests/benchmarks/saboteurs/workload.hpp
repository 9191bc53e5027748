// A sum of units, each of them stamped by the run: small enough that only what a saboteur does to it is seen.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/harness/work.hpp"

namespace sabotage {

struct Parameters {
  std::int64_t units;
};

struct Answer {
  std::int64_t units = 0;
  std::uint64_t sum = 0;
};

inline Answer honest(const Parameters& p, std::uint64_t nonce) {
  Answer answer;
  for (; answer.units < p.units; ++answer.units)
    answer.sum += simul::work(nonce + static_cast<std::uint64_t>(answer.units), 100);
  return answer;
}

struct Workload {
  static constexpr std::string_view kind = "cpu", name = "sabotage";
  static constexpr std::string_view in_turn = "one unit at a time", waits = "", works = "a core summed";
  using Parameters = sabotage::Parameters;
  using Answer = sabotage::Answer;

  static constexpr std::array fields{std::pair{"units", &Parameters::units}};
  static std::vector<Parameters> points(std::string_view) { return {{1000}}; }
  static double units(const Parameters& p) { return static_cast<double>(p.units); }
  static std::size_t tasks(const Parameters&) { return 1; }
  static std::size_t notes_per_task(const Parameters&) { return 2; }
  static std::uint64_t kernel(const Parameters& p) { return honest(p, 0).sum; }
  static double kernel_calls(const Parameters&) { return 1; }

  static std::optional<std::string> verify(const Parameters& p, std::uint64_t nonce, const Answer& answer) {
    std::uint64_t sum = 0;
    for (std::int64_t unit = 0; unit < p.units; ++unit)
      sum += simul::work_answer(nonce + static_cast<std::uint64_t>(unit), 100);
    if (answer.units != p.units) return std::to_string(answer.units) + " units were summed";
    if (answer.sum != sum) return "the sum is wrong";
    return std::nullopt;
  }
};

// What every saboteur does apart from its sabotage.
template <class Probe, simul::Lanes how = simul::Lanes::one>
class Honest {
 public:
  static constexpr auto lanes = how;

  Honest(const Parameters& p, unsigned workers, Probe& probe) : p_(p), workers_(workers), probe_(probe) {}

  Answer run(std::uint64_t nonce) {
    probe_.begin(0);
    const Answer answer = honest(p_, nonce);
    probe_.end(0);
    return answer;
  }

 protected:
  const Parameters& p_;
  unsigned workers_;
  Probe& probe_;
};

}  // namespace sabotage
