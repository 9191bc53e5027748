// simul: runs cells, verifies and compares them.
#include <signal.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <functional>
#include <iostream>

#include "benchmarks/harness/calibration.hpp"
#include "benchmarks/harness/cli.hpp"
#include "benchmarks/harness/created.hpp"
#include "benchmarks/harness/doctor.hpp"
#include "benchmarks/harness/environment.hpp"
#include "benchmarks/harness/file_error.hpp"
#include "benchmarks/harness/out_file.hpp"
#include "benchmarks/harness/results.hpp"
#include "benchmarks/harness/table.hpp"
#include "benchmarks/harness/terminal.hpp"
#include "benchmarks/harness/trace.hpp"

namespace {

using namespace simul;

using Clock = std::chrono::steady_clock;

std::atomic<bool> interrupted{false};

double since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

// The first Ctrl-C ends the measurement and keeps what there is; a second one ends the program.
void listen_for_interruption() {
  struct sigaction action {};
  action.sa_handler = [](int) { interrupted = true; };
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
}

// Thousands of sockets need more descriptors than the customary soft limit of 1024: take all that we may
// have.
void raise_open_files() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

std::string now_utc() {
  const std::time_t now = std::time(nullptr);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", std::gmtime(&now));
  return text;
}

int doctor(const DoctorCommand& command) {
  const Json facts = environment();
  const auto findings = examine(facts, look_at(Machine(), std::chrono::seconds(1)));
  if (command.json) {
    std::cout << text_of({{"environment", facts}, {"findings", json_of(findings)}}, 1) << '\n';
  } else {
    print(std::cout, findings);
  }
  return any_bad(findings) ? exit_disturbed : exit_ok;
}

// Into the file goes what there is to say against the machine.
Json doctors_notes(std::vector<Finding> findings) {
  std::erase_if(findings, [](const Finding& finding) { return finding.level == Finding::Level::ok; });
  return json_of(findings);
}

int nothing_selected(const Selection& selection) {
  std::cerr << "simul: no cell of profile " << selection.profile << " matches --filter '" << selection.filter
            << "'; " << how_to_select(selection, limits_of_this_machine()) << '\n';
  return exit_nothing;
}

// What this machine and this selection allow. What is only to be named is not tried first.
Limits limits_of(const Selection& selection, bool names_only = false) {
  static Prices prices;
  Limits limits = limits_of_this_machine();
  limits.budget_s = selection.budget_s.value_or(default_budget_s(selection.profile));
  if (!names_only) limits.prices = &prices;
  return limits;
}

int list(const ListCommand& command) {
  Selection selection = command.selection;
  selection.steps_per_us = 1;  // nothing is run: no calibration is needed to know what there is
  const Limits limits = limits_of(selection, command.names_only);
  const auto cells = select(selection, limits);
  if (cells.empty()) return nothing_selected(selection);
  if (!command.names_only) {
    print_list(std::cout, cells, unnamed_references(selection, limits));
  } else {
    for (const Cell& cell : cells) std::cout << cell.name << '\n';
  }
  return exit_ok;
}

int exit_status(const Campaign& campaign) {
  if (interrupted) return exit_interrupted;
  int status = exit_nothing;
  for (const Result& result : campaign.results()) {
    if (result.status == Status::ok) status = std::min<int>(status, status == exit_failed ? status : exit_ok);
    if (result.status != Status::ok && result.status != Status::unsupported) return exit_failed;
  }
  return status;
}

// Cells with what they are compared with; just the cells when none of them can run, or in a bare run.
std::vector<Cell> cells_of(const Selection& selection, const Limits& limits, bool bare) {
  auto cells = select(selection, limits);
  if (!bare && !std::ranges::all_of(cells, [](const Cell& cell) { return cell.unsupported.has_value(); }))
    add_yardsticks(cells, selection, limits);
  return cells;
}

bool has_runs(const Campaign& campaign) {
  return std::ranges::any_of(campaign.results(), [](const Result& result) { return !result.runs.empty(); });
}

// Whenever it is asked for, unless it would take more than a hundredth of the time since it was last done: the intervals
// of hundreds of cells take seconds, and the file between two rounds is for him only whose machine fails.
std::function<void()> sparingly(std::function<void()> save) {
  return [save = std::move(save), saved = Clock::now(), took_s = 0.0]() mutable {
    if (since(saved) < 100 * took_s) return;
    const auto start = Clock::now();
    save();
    saved = Clock::now();
    took_s = since(start);
  };
}

int report(const RunCommand& command, const OutFile& out, const Invocation& invocation,
           const Campaign& campaign, Clock::time_point start) {
  const auto comparisons = compare(campaign, invocation.cpus);
  clear_progress();
  if (interrupted && !has_runs(campaign) && std::filesystem::exists(command.out)) {
    std::cerr << "simul: interrupted before the first run; " << command.out << " is left as it was\n";
    return exit_interrupted;
  }
  const double took_s = since(start);
  out.finish(file_of(invocation, campaign, comparisons, took_s));
  print_comparison(std::cout, comparisons);
  print_scaling(std::cout, scaling_of(comparisons, invocation.cpus));
  print_metg(std::cout, grain_sweeps(comparisons, invocation.cpus));
  tell_of_extra_rounds(comparisons);
  const int status = exit_status(campaign);
  if (status == exit_nothing) std::cerr << "simul: nothing but unsupported cells was selected\n";
  if (status == exit_interrupted) std::cerr << "simul: interrupted; what was measured is in the file\n";
  print_time(std::cout, campaign.spent(), took_s);
  std::cout << "results: " << command.out << '\n';
  return status;
}

int run(RunCommand command, int argc, char** argv) {
  const auto start = Clock::now();
  if (select(command.selection, limits_of(command.selection, true)).empty())
    return nothing_selected(command.selection);
  const OutFile out(command.out);
  const Limits limits = limits_of(command.selection);  // the trials can wait until the file can be written
  command.selection.steps_per_us = calibrated(command.calibration).steps_per_us;
  Invocation invocation{.profile = command.selection.profile,
                        .argv = {argv, argv + argc},
                        .seed = command.schedule.seed,
                        .cpus = limits.cpus,
                        .workers = headline_workers(command.selection, limits.cpus),
                        .rounds = command.schedule.rounds,
                        .steps_per_us = command.selection.steps_per_us,
                        .budget_s = limits.budget_s,
                        .started = now_utc(),
                        .environment = environment()};
  invocation.environment["isolated"] = command.isolated;
  invocation.environment["pinned"] = command.schedule.pin;
  invocation.environment["timeout_s"] = std::chrono::duration<double>(command.timeout).count();
  invocation.environment["memory_limit_bytes"] = command.memory_limit_bytes;
  const bool bare = command.schedule.bare;
  const auto findings = examine(invocation.environment,
                                bare ? Look{} : look_at(Machine(), std::chrono::milliseconds(250)));
  invocation.environment["doctor"] = doctors_notes(findings);
  warn(findings);

  listen_for_interruption();
  const auto executor = command.isolated
                            ? in_processes("/proc/self/exe", command.selection,
                                           {command.timeout, command.memory_limit_bytes, &interrupted})
                            : in_this_process();
  Campaign campaign(cells_of(command.selection, limits, bare), command.schedule, *executor, interrupted);
  if (!bare) campaign.know(measure_harness(*executor, command.isolated));
  campaign.on_failure(show_failure);
  campaign.run(show, sparingly([&] {
    out.replace(file_of(invocation, campaign, compare(campaign, limits.cpus), since(start)));
  }));
  return report(command, out, invocation, campaign, start);
}

int trace(TraceCommand command) {
  const Limits limits = limits_of(command.selection);
  command.selection.steps_per_us = 1;  // nothing is run yet
  const auto chosen = cell_to_trace(command.selection, limits);
  if (const auto* refusal = std::get_if<Refusal>(&chosen)) {
    std::cerr << "simul: " << refusal->why << '\n';
    return refusal->status;
  }
  const OutFile out(command.out);
  command.selection.steps_per_us = calibrated(command.calibration).steps_per_us;
  const Cell cell = std::get<Cell>(cell_to_trace(command.selection, limits));
  listen_for_interruption();
  const auto executor = in_processes("/proc/self/exe", command.selection,
                                     {command.timeout, command.memory_limit_bytes, &interrupted});
  const Report report =
      executor->carry_out(cell, {.pass = Pass::observed, .nonce = 444, .tells_story = true});
  if (report.status != Status::ok) {
    std::cerr << "simul: " << cell.name << ": " << name_of(report.status) << ": " << report.reason << '\n';
    return report.status == Status::interrupted ? exit_interrupted : exit_failed;
  }
  const double wall_s = report.runs.at(0).wall_s;
  out.finish_with(text_of_trace(trace_of(cell, report.story.value(), wall_s, limits.cpus)));
  std::cerr << cell.name << ": " << report.story->tasks.size() << " tasks in " << wall_s << " s; open "
            << command.out << " in https://ui.perfetto.dev\n";
  return exit_ok;
}

}  // namespace

int main(int argc, char** argv) try {
  raise_open_files();
  const auto parsed = parse(argc, argv);
  if (const int* status = std::get_if<int>(&parsed)) return *status;
  const Command& command = std::get<Command>(parsed);
  if (const auto* cell = std::get_if<CellCommand>(&command)) {
    if (cell->order.pass == Pass::counted) become_counted(argv);
    return run_as_child(cell->selection, cell->cell, cell->order);
  }
  if (const auto* listing = std::get_if<ListCommand>(&command)) return list(*listing);
  if (const auto* look = std::get_if<DoctorCommand>(&command)) return doctor(*look);
  if (const auto* tracing = std::get_if<TraceCommand>(&command)) return trace(*tracing);
  return run(std::get<RunCommand>(command), argc, argv);
} catch (const FileError& error) {
  std::cerr << "simul: " << error.what() << '\n';
  return exit_io;
} catch (const std::exception& error) {
  std::cerr << "simul: " << error.what() << '\n';
  return exit_software;
}
