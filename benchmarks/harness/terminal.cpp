#include "benchmarks/harness/terminal.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <iostream>

namespace simul {
namespace {

bool on_terminal() {
  static const bool is_one = ::isatty(STDERR_FILENO);
  return is_one;
}

constexpr const char* line_start = "\r\033[K";  // and nothing on the line

}  // namespace

void show(const Progress& progress) {
  const auto left = static_cast<long>(progress.left_s + 0.5);
  std::fprintf(stderr, "%s[%s, %zu/%zu] %s  about %ld:%02ld left%s", on_terminal() ? line_start : "",
               progress.what.c_str(), progress.done + 1, progress.all, progress.cell.c_str(), left / 60,
               left % 60, on_terminal() ? "" : "\n");
}

void clear_progress() { std::cerr << (on_terminal() ? line_start : ""); }

void show_failure(const Result& result) {
  clear_progress();
  std::cerr << result.cell.name << ": " << name_of(result.status) << ": " << result.reason << '\n';
}

void warn(const std::vector<Finding>& findings) {
  if (!any_bad(findings)) return;
  std::cerr << "simul: this machine would mislead:";
  const char* separator = " ";
  for (const Finding& finding : findings) {
    if (finding.level != Finding::Level::bad) continue;
    std::cerr << separator << finding.topic << " (" << finding.what << ')';
    separator = ", ";
  }
  std::cerr << "; `simul doctor` says what to do\n";
}

void tell_of_extra_rounds(const std::vector<Comparison>& comparisons) {
  unsigned most = 0, problems = 0, unstable = 0;
  for (const Comparison& comparison : comparisons) {
    if (comparison.extra_rounds == 0) continue;
    most = std::max(most, comparison.extra_rounds);
    ++problems;
    unstable += std::ranges::any_of(comparison.standings, [](const Standing& standing) {
      return standing.stability.more_rounds_may_help;
    });
  }
  if (problems)
    std::cerr << "simul: up to " << most << " extra rounds for " << problems
              << (problems == 1 ? " problem" : " problems") << " with an unstable cell; " << unstable
              << " still have one (see `stability` and `cautions` in the file)\n";
}

}  // namespace simul
