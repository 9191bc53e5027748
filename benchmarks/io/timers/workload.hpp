// Timers as programs have them: of ten, nine are timeouts that are cancelled because what they guard has
// happened, and one fires. All are armed first, then the nine are cancelled, then the rest is waited for.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "benchmarks/harness/work.hpp"

namespace timers {

using Clock = std::chrono::steady_clock;

inline constexpr std::size_t tenth = 10;  // of so many timers one fires

struct Parameters {
  std::int64_t timers;  // a multiple of ten
  std::int64_t shortest_us = 20'000, longest_us = 60'000, timeout_us = 30'000'000;

  std::size_t count() const { return static_cast<std::size_t>(timers); }
  std::size_t firing() const { return count() / tenth; }
  std::chrono::microseconds timeout() const { return std::chrono::microseconds(timeout_us); }

  // Of the one that fires among the n-th ten: seeded, the same for every contestant and in every run.
  std::chrono::microseconds delay(std::size_t ten) const {
    return std::chrono::microseconds(simul::seeded(ten, shortest_us, longest_us));
  }
};

// What becomes of a timer. The stamp holds which timer of which run it was and how it ended.
struct Record {
  Clock::time_point armed{}, fired{};
  std::uint64_t stamp = 0;
};

using Answer = std::vector<Record>;

// A run's records, written by the spec's own readings of the clock. Which timer of each ten fires changes
// with the nonce.
class Book {
 public:
  Book(const Parameters& p, std::uint64_t nonce, std::span<Record> records)
      : p_(p), nonce_(simul::mix(nonce)), records_(records) {}

  std::size_t count() const { return records_.size(); }
  bool fires(std::size_t timer) const { return timer % tenth == simul::mix(nonce_ + timer / tenth) % tenth; }

  // Returns when the timer is due. Must come first.
  Clock::time_point arm(std::size_t timer) {
    Record& record = records_[timer];
    record.stamp = armed_stamp(timer);
    record.armed = Clock::now();
    return record.armed + due_in(timer);
  }
  // Whoever arms a timer ends it, once, in one of two ways.
  void fire(std::size_t timer) {
    records_[timer].stamp += fired_mark;
    records_[timer].fired = Clock::now();
  }
  // The same of those that are, or may be, a task: only timers that fire are.
  Clock::time_point arm(std::size_t timer, auto& probe) {
    if (fires(timer)) probe.begin(timer / tenth), probe.wait(timer / tenth, due_in(timer));
    return arm(timer);
  }
  void fire(std::size_t timer, auto& probe) {
    fire(timer);
    if (fires(timer)) probe.wake(timer / tenth), probe.end(timer / tenth);
  }
  void cancel(std::size_t timer) { records_[timer].stamp += cancelled_mark; }

  // Why a timer did not do what it should, or nothing.
  std::optional<std::string> fault(std::size_t timer) const;

 private:
  static constexpr std::uint64_t fired_mark = 1UL << 32, cancelled_mark = 1UL << 48;

  std::uint64_t armed_stamp(std::size_t timer) const { return nonce_ + timer; }
  std::chrono::microseconds due_in(std::size_t timer) const {
    return fires(timer) ? p_.delay(timer / tenth) : p_.timeout();
  }

  const Parameters& p_;
  std::uint64_t nonce_;
  std::span<Record> records_;
};

struct Workload {
  static constexpr std::string_view kind = "io", name = "timers";
  static constexpr std::string_view in_turn = "one timer after the other", waits = "timers were waited for",
                                    works = "";
  using Parameters = timers::Parameters;
  using Answer = timers::Answer;

  static constexpr std::array fields{std::pair{"timers", &Parameters::timers}};
  static constexpr std::array recorded{std::pair{"shortest_us", &Parameters::shortest_us},
                                       std::pair{"longest_us", &Parameters::longest_us},
                                       std::pair{"timeout_us", &Parameters::timeout_us}};
  static constexpr bool pure_waits = true;

  static std::vector<Parameters> points(std::string_view profile) {
    if (profile == "smoke") return {{100}};
    if (profile == "quick") return {{100'000}};
    return {{100}, {1'000}, {10'000}, {100'000}, {1'000'000}};
  }

  static double units(const Parameters& p) { return static_cast<double>(p.timers); }
  // The journal has those that fire: what is cancelled is not waited for.
  static std::size_t tasks(const Parameters& p) { return p.firing(); }
  static std::size_t notes_per_task(const Parameters&) { return 4; }

  static std::optional<std::string> verify(const Parameters& p, std::uint64_t nonce, const Answer& records);

  // Nobody is done before the longest delay is over.
  static simul::LowerBounds bounds(const Parameters& p, unsigned, double);

  // One after the other would take minutes: only as many as take half a second, when all would take over 3 s.
  struct Prefix {
    Parameters parameters;
    double share;
  };
  static std::optional<Prefix> prefix(const Parameters& p);

  // How late those were that fired.
  static std::vector<std::pair<std::string, double>> counters(const Parameters& p, const Answer& records);
};

}  // namespace timers
