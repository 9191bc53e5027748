#include "benchmarks/harness/cli.hpp"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <charconv>
#include <iostream>
#include <limits>
#include <regex>
#include <set>
#include <sstream>
#include <thread>
#include <type_traits>

#include "benchmarks/harness/build_info.hpp"
#include "benchmarks/harness/calibration.hpp"
#include "benchmarks/harness/role.hpp"
#include "benchmarks/harness/worker_counts.hpp"

namespace simul {
namespace {

const std::map<std::string, Pass> passes{{"timed", Pass::timed},
                                         {"observed", Pass::observed},
                                         {"kernel", Pass::kernel},
                                         {"memory", Pass::memory},
                                         {"counted", Pass::counted}};
// What the profiles do, where they do not do the same. `quick` has promised to be done within minutes: docs/method.md
// has its budget, and why it may spare what it spares.
struct Plan {
  unsigned rounds;
  bool as_few_as_rank;
  unsigned confined_rounds;
  unsigned extra_rounds;
  double slow_s;
  bool sweeps_in_brief;
};
const std::map<std::string, Plan> plan_of{{"smoke", {1, false, 1, 2, 1.0, false}},
                                          {"quick", {12, true, 3, 0, 0.25, true}},
                                          {"full", {20, false, 20, 2, 1.0, false}}};

// Flags of Google Benchmark that mean here what they mean there; any other is refused by name.
constexpr std::array google_flags{"--benchmark_filter", "--benchmark_out", "--benchmark_out_format",
                                  "--benchmark_repetitions", "--benchmark_list_tests"};

constexpr const char* footer = R"(
Examples:
  simul list                                       every cell of the quick profile, and the holes with their reasons
  simul run --profile smoke                        everything once, in a minute or two
  simul run --filter '^io/' --runtime coro,uv      two runtimes on the I/O-bound workloads
  simul run --filter io/echo --out echo.json       one workload; results as JSON
  simul doctor                                     what would disturb a measurement on this machine, and what to do
  simul trace exhibition/coro --profile smoke --out t.json   what its tasks did and when: open it in Perfetto

Google Benchmark's --benchmark_filter, --benchmark_out, --benchmark_out_format=json, --benchmark_repetitions and
--benchmark_list_tests are accepted with their usual meaning.

Exit status: 0 every cell ok or unsupported, 1 doctor found something bad, 2 some cell failed, 3 nothing selected or nothing
but unsupported cells (to trace: or without a journal), 64 bad usage (to trace: several cells), 70 the harness failed, 74 a
file could not be read or written, 130 interrupted (the file is valid).)";

std::int64_t half_of_memory() {
  return static_cast<std::int64_t>(::sysconf(_SC_PHYS_PAGES)) * ::sysconf(_SC_PAGESIZE) / 2;
}

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
        refusal << "'" << text << "' is not a " << (std::is_integral_v<Number> ? "whole number" : "number") << " from "
                << low << " to " << high;
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

int complain(const std::string& what) {
  std::cerr << "simul: " << what << '\n';
  return exit_usage;
}

// The refusal for a flag of Google Benchmark that has no meaning here.
std::optional<std::string> refused(const std::vector<std::string>& arguments) {
  for (const auto& argument : arguments) {
    if (!argument.starts_with("--benchmark_")) continue;
    const std::string flag = argument.substr(0, argument.find('='));
    if (std::ranges::find(google_flags, flag) == google_flags.end())
      return flag + " is not supported: cells run in processes of their own; see --help for what replaces it";
  }
  return std::nullopt;
}

}  // namespace

std::variant<Command, int> parse(int argc, const char* const* argv) {
  std::vector<std::string> arguments(argv + 1, argv + argc);
  if (const auto refusal = refused(arguments)) return complain(*refusal);
  static const std::set<std::string> commands{"run", "list", "doctor", "trace", "cell", "-h", "--help", "--version"};
  if (arguments.empty() || !commands.contains(arguments[0])) {
    if (!arguments.empty() && !arguments[0].starts_with('-'))
      return complain("there is no command '" + arguments[0] +
                      "'; the commands are run (the default), list, trace and doctor");
    arguments.insert(arguments.begin(), "run");
  }

  CLI::App app{
      "Concurrency against parallelism: the same work on coroutines, threads, libuv, oneTBB and processes",
      "simul"};
  app.footer(footer);
  app.set_version_flag("--version", std::string("simul ") + build_info::version);
  app.require_subcommand(1);

  RunCommand run{.timeout = {},
                 .memory_limit_bytes = half_of_memory(),
                 .out = "results/latest.json",
                 .calibration = default_calibration_file().string()};
  run.schedule.seed = 444;
  std::optional<unsigned> rounds;
  double timeout_s = 60;
  bool list_tests = false;
  auto* run_app =
      app.add_subcommand("run", "Run cells, verify and compare them (the default)")->footer(footer);
  add_selection(*run_app, run.selection);
  add_run(*run_app, run, rounds, timeout_s);
  run_app->add_flag("--benchmark_list_tests", list_tests, "Only print the names");

  ListCommand list;
  auto* list_app = app.add_subcommand("list", "Print the cells, and why some cannot be run here");
  add_selection(*list_app, list.selection);

  DoctorCommand doctor;
  auto* doctor_app =
      app.add_subcommand("doctor", "Say what would disturb a measurement here, and what to do about it");
  doctor_app->add_flag("--json", doctor.json, "As JSON: the environment and the findings");
  TraceCommand trace{
      .timeout = {}, .memory_limit_bytes = run.memory_limit_bytes, .out = {}, .calibration = run.calibration};
  auto* trace_app = app.add_subcommand("trace", "Write what the tasks of one cell did and when, for Perfetto")
                        ->footer(footer);
  add_trace(*trace_app, trace, timeout_s);

  CellCommand cell;
  auto* cell_app = app.add_subcommand("cell", "For simul's own use")->group("");
  cell_app->add_option("name", cell.cell)->required();
  add_selection(*cell_app, cell.selection);
  cell_app->add_option("--steps-per-us", cell.selection.steps_per_us);
  cell_app->add_option("--pass", cell.order.pass)->transform(CLI::CheckedTransformer(passes));
  cell_app->add_option("--repetitions", cell.order.repetitions);
  cell_app->add_option("--nonce", cell.order.nonce);
  cell_app->add_flag("--pin", cell.order.pin);
  cell_app->add_option("--memory-point", cell.order.memory_point);
  cell_app->add_option("--slow-s", cell.order.slow_s);
  cell_app->add_flag("--story", cell.order.tells_story);

  try {
    std::ranges::reverse(arguments);  // CLI11 takes its arguments from the back
    app.parse(arguments);
  } catch (const CLI::Success& wish) {  // --help, --version
    return app.exit(wish);
  } catch (const CLI::ParseError& error) {
    return complain(std::string(error.what()) + "; see simul --help");
  } catch (const std::invalid_argument& error) {
    return complain(error.what());
  }

  if (cell_app->parsed()) return Command(cell);
  if (list_app->parsed()) return Command(list);
  if (doctor_app->parsed()) return Command(doctor);
  if (trace_app->parsed()) {
    trace.timeout = std::chrono::milliseconds(static_cast<std::int64_t>(timeout_s * 1000));
    return Command(trace);
  }
  if (list_tests) return Command(ListCommand{run.selection, true});
  run.isolated = run_app->get_option("--isolate")->as<std::string>() == "process";
  const Plan& plan = plan_of.at(run.selection.profile);
  run.schedule.rounds = rounds.value_or(plan.rounds);
  run.schedule.as_few_as_rank = plan.as_few_as_rank && !rounds;
  run.schedule.confined_rounds = rounds.value_or(plan.confined_rounds);
  run.schedule.slow_rounds = rounds.value_or(std::min(run.schedule.rounds, 3u));  // who asks for 20 gets 20
  run.schedule.slow_s = plan.slow_s;
  run.schedule.sweeps_in_brief = plan.sweeps_in_brief;
  if (run_app->count("--extra-rounds") == 0)
    run.schedule.extra_rounds = run.schedule.bare ? 0 : plan.extra_rounds;
  run.timeout = std::chrono::milliseconds(static_cast<std::int64_t>(timeout_s * 1000));
  return Command(run);
}

}  // namespace simul
