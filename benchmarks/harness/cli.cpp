#include "benchmarks/harness/cli.hpp"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <iostream>
#include <map>
#include <set>

#include "benchmarks/harness/build_info.hpp"
#include "benchmarks/harness/calibration.hpp"
#include "benchmarks/harness/options.hpp"

namespace simul {
namespace {

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
  add_cell(*cell_app, cell);

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
