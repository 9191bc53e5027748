// A lock that everybody wants: each task takes it again and again, does a little work while it has it and a little
// without. What does the lock cost, how long may one have to wait for it, and does everybody get it as often?
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "benchmarks/harness/work.hpp"

namespace contention {

using Clock = std::chrono::steady_clock;

struct Parameters {
  std::int64_t tasks, turns;  // turns of each task
  std::int64_t inside_ns = 500, outside_ns = 500;
  std::int64_t inside_steps = 0, outside_steps = 0;  // work is steps, not a duration

  void calibrate(std::int64_t steps_per_us) {
    inside_steps = inside_ns * steps_per_us / 1'000;
    outside_steps = outside_ns * steps_per_us / 1'000;
  }
  std::size_t count() const { return static_cast<std::size_t>(tasks); }
  std::uint64_t all_turns() const { return static_cast<std::uint64_t>(tasks * turns); }
};

// What the lock is for. A task reads it when it comes in and writes it when it goes: of two that are inside at once,
// the turn and the work of one are lost.
struct Guarded {
  std::uint64_t state = 0, turns = 0;
};

constexpr Guarded start(std::uint64_t nonce) { return {simul::mix(nonce)}; }

// A task's own account, which others see when it is over.
struct Visits {
  std::uint64_t turns = 0, early = 0;  // early: those among the first half of all tasks' turns
  std::uint64_t own = 0;               // what it made without the lock
  std::chrono::nanoseconds longest_wait{};
};

// A task as the lock sees it: ask(), take the lock, come_in(), leave(), release the lock, rest(); until it is over.
class Visitor {
 public:
  Visitor(const Parameters& p, std::uint64_t nonce, std::size_t task) : p_(p) {
    visits_.own = simul::mix(~nonce) + task;
  }

  bool over() const { return visits_.turns == static_cast<std::uint64_t>(p_.turns); }
  void ask() { asked_ = Clock::now(); }
  void come_in(const Guarded& guarded) {
    visits_.longest_wait = std::max<std::chrono::nanoseconds>(visits_.longest_wait, Clock::now() - asked_);
    found_ = guarded;
    visits_.early += found_.turns < p_.all_turns() / 2;
  }
  void leave(Guarded& guarded) const {
    guarded = {simul::work(found_.state, p_.inside_steps), found_.turns + 1};
  }
  void rest() {
    visits_.own = simul::work(visits_.own, p_.outside_steps);
    ++visits_.turns;
  }
  const Visits& visits() const { return visits_; }

 private:
  const Parameters& p_;
  Visits visits_;
  Clock::time_point asked_{};
  Guarded found_;
};

struct Answer {
  Guarded guarded;
  std::vector<Visits> visits;
};

struct Workload {
  static constexpr std::string_view kind = "sync", name = "mutex";
  static constexpr std::string_view in_turn = "one task after the other, without a lock", waits = "",
                                    works = "a core did the tasks' work";
  using Parameters = contention::Parameters;
  using Answer = contention::Answer;

  static constexpr std::array fields{std::pair{"tasks", &Parameters::tasks},
                                     std::pair{"turns", &Parameters::turns}};
  static constexpr std::array recorded{std::pair{"inside_ns", &Parameters::inside_ns},
                                       std::pair{"outside_ns", &Parameters::outside_ns},
                                       std::pair{"inside_steps", &Parameters::inside_steps},
                                       std::pair{"outside_steps", &Parameters::outside_steps}};

  // Some twenty thousand turns of a microsecond, by few tasks and by many.
  static std::vector<Parameters> points(std::string_view profile) {
    if (profile == "smoke") return {{4, 50}};
    if (profile == "quick") return {{4, 5'000}};
    return {{1, 20'000}, {2, 10'000}, {4, 5'000}, {16, 1'250}, {100, 200}, {1'000, 20}, {4, 50'000}};
  }

  static double units(const Parameters& p) { return static_cast<double>(p.all_turns()); }
  static std::optional<std::string> verify(const Parameters& p, std::uint64_t nonce, const Answer& answer);

  static std::uint64_t kernel(const Parameters& p);
  static double kernel_calls(const Parameters&) { return 1; }

  // Only one at a time is inside, and whoever was the last of all has its rest before it. A task does its turns one
  // after the other, and all of them share the CPUs.
  static simul::LowerBounds bounds(const Parameters& p, unsigned cpus, double kernel_s);

  // Fairness is Jain's index (sum x)^2 / (n sum x^2) over the tasks' turns among the first half of all: 1, everybody
  // had as many; 1/n, one had them all. R. Jain, D. Chiu, W. Hawe, DEC-TR-301 (1984).
  static std::vector<std::pair<std::string, double>> counters(const Parameters& p, const Answer& answer);
};

double jain_index(const std::vector<Visits>& visits);

// The tasks one after the other, and no lock: the kernel, and the baseline.
Answer do_all(const Parameters& p, std::uint64_t nonce);

}  // namespace contention
