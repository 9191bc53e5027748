// What does a switch from one task to another cost? `tasks` tasks take turns, in a fixed order, and do
// nothing else.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace switching {

struct Parameters {
  std::int64_t tasks, switches;  // tasks divides switches

  std::uint64_t stride() const { return static_cast<std::uint64_t>(tasks); }
  std::uint64_t turns() const { return static_cast<std::uint64_t>(switches); }
};

// What the tasks share: whose turn it is. Turn 0 is task 0's, turn 1 task 1's, and so on round the table.
struct Baton {
  std::uint64_t next = 0;
};

// A task's own account: task t takes the turns t, t + tasks, t + 2 tasks and so on, and must find each of
// them next. That is kept per task, and without a sum that runs through all turns, lest the bookkeeping
// take longer than the switch.
struct Hand {
  std::uint64_t astray = 0;  // not 0: some turn was taken when it was not the next
  std::uint64_t stamp = 0;   // of the turns taken, and another one in every run

  void take(Baton& baton, std::uint64_t nonce, std::uint64_t turn) {
    astray |= baton.next ^ turn;
    stamp += nonce ^ turn;
    baton.next = turn + 1;
  }
};

struct Ledger {
  std::uint64_t turns = 0;  // as the baton has it in the end
  Hand hands{};             // all of them together

  void add(const Hand& hand) { hands.astray |= hand.astray, hands.stamp += hand.stamp; }
};

struct Workload {
  static constexpr std::string_view kind = "sync", name = "switch";
  static constexpr std::string_view in_turn = "a plain loop over the turns", waits = "",
                                    works = "a core took turns";
  using Parameters = switching::Parameters;
  using Answer = Ledger;

  static constexpr std::array fields{std::pair{"tasks", &Parameters::tasks},
                                     std::pair{"switches", &Parameters::switches}};

  // A few for those whom the kernel must wake, ten million for those who switch in nanoseconds.
  static std::vector<Parameters> points(std::string_view profile);

  static double units(const Parameters& p) { return static_cast<double>(p.switches); }
  static constexpr std::string_view no_ideal =
      "what a switch costs at the least is the question; see of_floor";
  static constexpr std::string_view counted = "switches";
  static Parameters of_size(const Parameters& p, std::int64_t switches) {
    const std::int64_t tasks = std::min<std::int64_t>(p.tasks, 100);
    return {tasks, (switches + tasks - 1) / tasks * tasks};
  }
  static std::optional<std::string> verify(const Parameters& p, std::uint64_t nonce, const Answer& ledger);

  // A small problem's turns are taken over and over, since reading the CPU clock takes longer than they do.
  static std::uint64_t kernel(const Parameters& p);
  static double kernel_calls(const Parameters& p);
};

// A call that is not inlined per turn: the kernel, and the baseline.
Ledger take_all(const Parameters& p, std::uint64_t nonce);

}  // namespace switching
