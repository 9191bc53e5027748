#include "benchmarks/harness/self_measurement.hpp"

#include <array>
#include <chrono>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/harness/stability.hpp"
#include "benchmarks/harness/statistics.hpp"

namespace simul {
namespace {

struct Nothing {
  static constexpr std::string_view kind = "harness", name = "nothing";
  static constexpr std::string_view in_turn = "nothing", waits = "", works = "";
  struct Parameters {};
  using Answer = std::uint64_t;

  static constexpr std::array<std::pair<const char*, std::int64_t Parameters::*>, 0> fields{};
  static std::vector<Parameters> points(std::string_view) { return {{}}; }
  static double units(const Parameters&) { return 1; }
  static std::optional<std::string> verify(const Parameters&, std::uint64_t nonce, Answer answer) {
    if (answer == nonce) return std::nullopt;
    return "not the nonce";
  }
};

template <class Probe>
struct Empty {
  static constexpr auto lanes = Lanes::one;
  Empty(const Nothing::Parameters&, unsigned, Probe&) {}
  std::uint64_t run(std::uint64_t nonce) { return nonce; }
};

double duration_of(const std::function<void()>& action) {
  const auto start = std::chrono::steady_clock::now();
  action();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

const Cell& empty_cell() {
  static const ContestantOf<Nothing, Empty> contestant("empty");  // not entered
  static const Cell cell{&contestant, contestant.problems("", 1).at(0), 1, "harness/nothing/empty", {}};
  return cell;
}

HarnessCost measure_harness(Executor& executor, bool isolated) {
  HarnessCost cost{.clock_step_s = clock_step_s()};
  const Report report = executor.carry_out(empty_cell(), {.repetitions = 51});
  if (report.status != Status::ok) {
    const std::string why = "the empty contestant did not run: " + report.reason;
    return {cost.clock_step_s, Metric::unknown(why), Metric::unknown(why), Metric::unknown(why)};
  }
  std::vector<double> walls, cpus, processes;
  for (const Run& run : report.runs) {
    walls.push_back(run.wall_s);
    cpus.push_back(run.usage.cpu_s);
  }
  cost.wall_s = Metric::known(median(walls));
  cost.cpu_s = Metric::known(median(cpus));
  if (!isolated) {
    cost.process_s = Metric::unknown("without isolation no process is made");
    return cost;
  }
  for (int i = 0; i < 5; ++i) processes.push_back(duration_of([&] { executor.carry_out(empty_cell(), {}); }));
  cost.process_s = Metric::known(median(processes));
  return cost;
}

}  // namespace simul
