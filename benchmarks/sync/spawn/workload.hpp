// What does it cost to create a unit of concurrency and to wait for its end? The units do next to nothing.
// `at_once` is the form: 1, each unit is awaited before the next one is created; more, that many are
// spawned and then joined, over and over until all units were.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace spawn {

struct Parameters {
  std::int64_t units, at_once;  // at_once divides units

  bool awaited() const { return at_once == 1; }
  std::int64_t batches() const { return units / at_once; }
};

// What a unit answers: another number in every run, and no two units' are exchanged unnoticed.
constexpr std::uint64_t value(std::uint64_t nonce, std::uint64_t unit) { return nonce ^ unit; }

// Kept by those who do the work: whoever creates a unit counts it, the unit counts its start and its end.
struct Tally {
  std::int64_t created = 0, started = 0, completed = 0;
  std::uint64_t sum = 0;  // of the units' values

  void complete(std::uint64_t value) { ++completed, sum += value; }
  Tally& operator+=(const Tally& other) {
    created += other.created, started += other.started, completed += other.completed;
    sum += other.sum;
    return *this;
  }
};

// A whole unit, for those who need not split it.
inline void work(Tally& tally, std::uint64_t nonce, std::uint64_t unit) {
  ++tally.started;
  tally.complete(value(nonce, unit));
}

struct Workload {
  static constexpr std::string_view kind = "sync", name = "spawn";
  static constexpr std::string_view in_turn = "plain function calls", waits = "", works = "a core called";
  using Parameters = spawn::Parameters;
  using Answer = Tally;

  static constexpr std::array fields{std::pair{"units", &Parameters::units},
                                     std::pair{"at_once", &Parameters::at_once}};

  // A few for those who start a thread or a process each, millions for those who take nanoseconds:
  // either way tens of milliseconds, for them.
  static std::vector<Parameters> points(std::string_view profile);

  static double units(const Parameters& p) { return static_cast<double>(p.units); }
  static constexpr std::string_view no_ideal = "what a unit costs at the least is the question; see of_floor";
  static constexpr std::string_view counted = "units";
  static Parameters of_size(const Parameters& p, std::int64_t units) {
    const std::int64_t at_once = std::min<std::int64_t>(p.at_once, 100);
    return {(units + at_once - 1) / at_once * at_once, at_once};
  }
  static std::optional<std::string> verify(const Parameters& p, std::uint64_t nonce, const Answer& tally);

  // A small problem's units are called over and over, since reading the CPU clock takes longer than they do.
  static std::uint64_t kernel(const Parameters& p);
  static double kernel_calls(const Parameters& p);
};

// A call that is not inlined per unit: the kernel, and the baseline.
Tally call_all(const Parameters& p, std::uint64_t nonce);

}  // namespace spawn
