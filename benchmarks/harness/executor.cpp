#include "benchmarks/harness/executor.hpp"

#include <sched.h>
#include <string.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <stdexcept>

#include "benchmarks/harness/isolate.hpp"
#include "benchmarks/harness/memory.hpp"
#include "benchmarks/harness/role.hpp"
#include "benchmarks/harness/self_measurement.hpp"

namespace simul {
namespace {

constexpr std::array<const char*, 4> pass_names{"timed", "observed", "kernel", "memory"};

cpu_set_t allowed_cpus() {
  cpu_set_t allowed;
  CPU_ZERO(&allowed);
  ::sched_getaffinity(0, sizeof allowed, &allowed);
  return allowed;
}

// The last CPU of the mask: the first one takes more of a small machine's interrupts.
cpu_set_t one_of(const cpu_set_t& allowed) {
  cpu_set_t one;
  CPU_ZERO(&one);
  for (int cpu = CPU_SETSIZE; cpu-- > 0;) {
    if (!CPU_ISSET(cpu, &allowed)) continue;
    CPU_SET(cpu, &one);
    break;
  }
  return one;
}

std::string last_line(std::string text) {
  while (text.ends_with('\n')) text.pop_back();
  const auto start = text.rfind('\n');
  if (start != std::string::npos) text.erase(0, start + 1);
  return text.substr(0, 300);
}

Report failure(Status status, std::string reason, const Outcome& outcome) {
  if (const auto said = last_line(outcome.complaint); !said.empty()) reason += "; it said: " + said;
  Report report;
  report.status = status;
  report.reason = std::move(reason);
  return report;
}

std::string seconds(std::chrono::milliseconds t) {
  std::array<char, 32> text;
  std::snprintf(text.data(), text.size(), "%g s", static_cast<double>(t.count()) / 1e3);
  return text.data();
}

Report report_of(const Outcome& outcome, const Bounds& bounds) {
  switch (outcome.end) {
    case Outcome::End::timed_out:
      return failure(Status::timed_out, "not finished after " + seconds(bounds.timeout), outcome);
    case Outcome::End::out_of_memory:
      return failure(Status::out_of_memory,
                     "used more than " + std::to_string(bounds.memory_limit_bytes >> 20) + " MiB", outcome);
    case Outcome::End::interrupted: return failure(Status::interrupted, "interrupted", outcome);
    case Outcome::End::signalled:
      return failure(Status::crashed, std::string("ended by SIG") + ::sigabbrev_np(outcome.code), outcome);
    case Outcome::End::exited: break;
  }
  if (outcome.report.empty())
    return failure(Status::crashed,
                   "exited with status " + std::to_string(outcome.code) + " without an answer", outcome);
  if (outcome.code != 0)
    return failure(Status::crashed, "exited with status " + std::to_string(outcome.code), outcome);
  try {
    Report report = Json::parse(outcome.report);
    report.peak_tree_bytes = outcome.peak_tree_bytes;
    if (report.together) {
      report.bytes_together = bytes_within(outcome.samples, *report.together);
      if (!report.bytes_together) report.reason = why_unseen(*report.together);
    }
    return report;
  } catch (const std::exception& error) {
    return failure(Status::crashed, std::string("its report cannot be read: ") + error.what(), outcome);
  }
}

Follow follow_in(Pass pass) {
  if (pass == Pass::memory) return Follow::footprint;
  return pass == Pass::observed ? Follow::peak : Follow::limit;
}

class InProcesses final : public Executor {
 public:
  InProcesses(std::filesystem::path binary, const Selection& selection, Bounds bounds)
      : binary_(std::move(binary)),
        selection_(selection),
        bounds_(bounds),
        all_(allowed_cpus()),
        one_(one_of(all_)) {}

  Report carry_out(const Cell& cell, const Order& order) override { return carry_out(cell, order, all_); }
  std::optional<Report> carry_out_confined(const Cell& cell, const Order& order) override {
    return carry_out(cell, order, one_);
  }

 private:
  Report carry_out(const Cell& cell, const Order& order, const cpu_set_t& cpus) {
    auto argv = child_arguments(selection_, cell, order);
    argv.insert(argv.begin(), binary_.string());
    const Guard guard{bounds_.timeout * order.repetitions, bounds_.memory_limit_bytes, follow_in(order.pass),
                      bounds_.interrupted};
    return report_of(isolate(argv, cpus, guard), bounds_);
  }

  std::filesystem::path binary_;
  Selection selection_;
  Bounds bounds_;
  cpu_set_t all_, one_;
};

class InThisProcess final : public Executor {
 public:
  Report carry_out(const Cell& cell, const Order& order) override {
    if (order.pass == Pass::memory) {
      Report nothing;
      nothing.status = Status::unsupported;
      nothing.reason = "it had no process of its own";
      return nothing;
    }
    Report report = simul::carry_out(cell, order);
    report.peak_memory_bytes = 0;  // the peak of this process is not the cell's
    return report;
  }
  std::optional<Report> carry_out_confined(const Cell&, const Order&) override { return std::nullopt; }
};

}  // namespace

std::unique_ptr<Executor> in_processes(std::filesystem::path binary, const Selection& selection,
                                       Bounds bounds) {
  return std::make_unique<InProcesses>(std::move(binary), selection, bounds);
}

std::unique_ptr<Executor> in_this_process() { return std::make_unique<InThisProcess>(); }

std::vector<std::string> child_arguments(const Selection& selection, const Cell& cell, const Order& order) {
  std::vector<std::string> arguments{
      "cell",
      cell.name,
      "--profile=" + selection.profile,
      "--workers=" + std::to_string(cell.workers),
      "--steps-per-us=" + std::to_string(selection.steps_per_us),
      "--pass=" + std::string(pass_names[static_cast<std::size_t>(order.pass)]),
      "--repetitions=" + std::to_string(order.repetitions),
      "--nonce=" + std::to_string(order.nonce),
      "--memory-point=" + std::to_string(order.memory_point)};
  if (order.pin) arguments.emplace_back("--pin");
  if (order.tells_story) arguments.push_back("--story");
  return arguments;
}

int run_as_child(const Selection& selection, const std::string& cell_name, const Order& order) {
  Selection all = selection;
  all.runtimes = runtimes_here();
  auto cells = select(all, limits_of_this_machine());
  cells.push_back(empty_cell());
  const auto cell = std::ranges::find(cells, cell_name, &Cell::name);
  if (cell == cells.end()) throw std::runtime_error("there is no cell " + cell_name);
  const std::string text = text_of(carry_out(*cell, order));
  for (std::size_t sent = 0; sent < text.size();) {
    const ssize_t n = ::write(report_descriptor, text.data() + sent, text.size() - sent);
    if (n < 0) throw std::runtime_error("the report has no reader: `cell` is for simul's own use");
    sent += static_cast<std::size_t>(n);
  }
  return 0;
}

}  // namespace simul
