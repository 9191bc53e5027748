#include "benchmarks/harness/options.hpp"

#include <charconv>
#include <limits>
#include <map>
#include <regex>
#include <sstream>
#include <type_traits>

#include "benchmarks/harness/role.hpp"
#include "benchmarks/harness/worker_counts.hpp"

namespace simul {
namespace {

const std::map<std::string, Pass> passes{{"timed", Pass::timed},
                                         {"observed", Pass::observed},
                                         {"kernel", Pass::kernel},
                                         {"memory", Pass::memory},
                                         {"counted", Pass::counted}};

CLI::Validator is_regex() {
  return CLI::Validator(
      [](std::string& text) -> std::string {
        try {
          std::regex pattern(text.substr(text.starts_with('-') ? 1 : 0));
          return {};
        } catch (const std::regex_error& error) {
          return "'" + text + "' is not a regular expression (" + error.what() + ")";
        }
      },
      "REGEX", "regex");
}

// CLI11's own ranges let through what is not a number, and name bounds that nobody has in mind.
template <class Number>
CLI::Validator within(Number low, Number high) {
  return CLI::Validator(
      [=](std::string& text) -> std::string {
        Number value{};
        const char* const last = text.data() + text.size();
        const auto [end, fault] = std::from_chars(text.data(), last, value);
        if (fault == std::errc{} && end == last && value >= low && value <= high) return {};
        std::ostringstream refusal;
        refusal << "'" << text << "' is not a " << (std::is_integral_v<Number> ? "whole number" : "number")
                << " from " << low << " to " << high;
        return refusal.str();
      },
      "", "within");
}

void add_runtimes(CLI::App& command, Selection& selection) {
  command
      .add_option("-r,--runtime", selection.runtimes,
                  "Only these runtimes, separated by commas; a reference takes part only where it is named")
      ->delimiter(',')
      ->check(CLI::IsMember(runtimes_here()));
}

void add_sizes(CLI::App& command, Selection& selection) {
  command.add_option("-p,--profile", selection.profile, "Sizes and rounds: smoke, quick or full")
      ->check(CLI::IsMember({"smoke", "quick", "full"}))
      ->capture_default_str();
  command
      .add_option_function<std::string>(
          "-w,--workers", [&](const std::string& list) { selection.workers = worker_counts(list); },
          "Threads or processes of each pool, or several such counts separated by commas: all are run, and "
          "the largest that has a CPU for each worker is compared (default: the CPUs allowed; full sweeps "
          "the workloads of kind cpu over 1, 2, 4 ... CPUs, and twice as many workers)")
      ->type_name("1 to " + std::to_string(most_workers) + "[,...]");
  command
      .add_option("--budget", selection.budget_s,
                  "Seconds that one run may be predicted to take: a cell that would take longer is a hole "
                  "(default: smoke and quick 1, full 10)")
      ->check(within(1e-9, 1e9));
}

}  // namespace

void add_selection(CLI::App& command, Selection& selection) {
  command
      .add_option("-f,--filter,--benchmark_filter", selection.filter,
                  "Cells whose name contains a match; '-' in front negates it")
      ->check(is_regex());
  add_runtimes(command, selection);
  add_sizes(command, selection);
}

void add_run(CLI::App& command, RunCommand& run, std::optional<unsigned>& rounds, double& timeout_s) {
  command
      .add_option("--rounds", rounds,
                  "Processes per cell (default: smoke 1, quick 10 to 12, full 20, and 3 for a cell that takes over "
                  "a second, in quick over a quarter of one)")
      ->check(within(1u, 10000u));
  command
      .add_option("--extra-rounds", run.schedule.extra_rounds,
                  "At most so many more for problems of which a cell is unstable after the rounds (default: 2, in "
                  "quick and with --bare none)")
      ->check(within(0u, 10000u));
  command
      .add_option("--repetitions,--benchmark_repetitions", run.schedule.repetitions,
                  "Verified runs per process (the file has one row per run: repetitions x rounds)")
      ->check(within(1u, 10000u))
      ->capture_default_str();
  command.add_option("--seed", run.schedule.seed, "Of the order of cells and of the nonces")
      ->check(within<std::uint64_t>(0, std::numeric_limits<std::uint64_t>::max()))
      ->capture_default_str();
  command.add_option("--timeout", timeout_s, "Seconds that one run may take")
      ->check(within(0.01, 86400.0))
      ->capture_default_str();
  command
      .add_option("--memory-limit", run.memory_limit_bytes,
                  "Memory of one process tree, e.g. 2GiB (default: half of all)")
      ->transform(CLI::AsSizeValue(false))
      ->check(within<std::int64_t>(1, std::numeric_limits<std::int64_t>::max()));
  command.add_flag("--pin", run.schedule.pin,
                   "Worker i of every pool, every thread and process per task on CPU i of the affinity mask");
  command.add_flag(
      "--bare", run.schedule.bare,
      "Only timed runs of just the selected cells, and what they create and a task takes in memory: no "
      "yardsticks, nothing confined or observed; for comparing builds, as scripts/gate does");
  command
      .add_flag("--traces", run.schedule.traces,
                "Keep what each task of the observed runs did, for scripts/export --format trace")
      ->excludes("--bare");
  command.add_option("--isolate", "process: a fresh process for each cell and round; none: for debuggers")
      ->check(CLI::IsMember({"process", "none"}))
      ->default_val("process");
  command.add_option("-o,--out,--benchmark_out", run.out, "Result file")->capture_default_str();
  command.add_option("--benchmark_out_format", "Only json")->check(CLI::IsMember({"json"}));
  command.add_option("--calibration", run.calibration, "Where the kernel's calibration is stored")
      ->capture_default_str();
}

void add_trace(CLI::App& command, TraceCommand& trace, double& timeout_s) {
  command
      .add_option("cell", trace.selection.filter, "Its name, or a regular expression that matches one cell")
      ->required()
      ->check(is_regex())
      ->type_name("CELL");
  command.add_option("-o,--out", trace.out, "Trace file")->required();
  add_runtimes(command, trace.selection);
  add_sizes(command, trace.selection);
  command.add_option("--timeout", timeout_s, "Seconds that one run may take")
      ->check(within(0.01, 86400.0))
      ->capture_default_str();
  command.add_option("--calibration", trace.calibration, "Where the kernel's calibration is stored")
      ->capture_default_str();
}

void add_cell(CLI::App& command, CellCommand& cell) {
  command.add_option("name", cell.cell)->required();
  add_selection(command, cell.selection);
  command.add_option("--steps-per-us", cell.selection.steps_per_us);
  command.add_option("--pass", cell.order.pass)->transform(CLI::CheckedTransformer(passes));
  command.add_option("--repetitions", cell.order.repetitions);
  command.add_option("--nonce", cell.order.nonce);
  command.add_flag("--pin", cell.order.pin);
  command.add_option("--memory-point", cell.order.memory_point);
  command.add_option("--slow-s", cell.order.slow_s);
  command.add_flag("--story", cell.order.tells_story);
}

}  // namespace simul
