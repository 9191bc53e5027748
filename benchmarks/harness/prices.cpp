#include "benchmarks/harness/prices.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace simul {
namespace {

constexpr double long_enough_s = 5e-3;   // for the clock
constexpr double many_slices_s = 12e-3;  // foreign load comes in slices: of so many, some are free of it
constexpr int tries = 3;
constexpr double clearly = 20;  // times the budget: what wakes each other is slowed down most by foreign load
constexpr unsigned patience_s = 20;

struct Took {
  std::int64_t count;
  double s;
  double each_s() const { return s / static_cast<double>(count); }
};

Took run(const Prices::Trial& trial, std::int64_t count) {
  return {count, trial(count) * static_cast<double>(count)};
}

// And of some more trials. What else the machine does can only lengthen them.
Took least_of_some(const Prices::Trial& trial, Took least) {
  for (int more = 1; more < tries; ++more) least.s = std::min(least.s, run(trial, least.count).s);
  return least;
}

// A hundred of them: their time has in it what is started once, which is not part of the price. So has that of twice as
// many, and so on: the price is what the others add, when that is as much again, and long enough.
//
// Most questions are answered before: those whose answer is no even if what is started once counts, and those that are
// far beyond the budget. Only in between does it take many trials.
double price(const Prices::Trial& trial, double most, double budget_s) {
  const auto within = [&](const Took& took) { return took.each_s() * most <= budget_s; };
  const auto added = [](const Took& few, const Took& many) {
    return std::max(0.0, many.s - few.s) / static_cast<double>(many.count - few.count);
  };
  Took few = run(trial, static_cast<std::int64_t>(std::min(most, 100.0)));
  if (within(few)) return few.each_s();
  if (most <= 100) return least_of_some(trial, few).each_s();
  few = run(trial, few.count);  // the first of all warmed up
  const auto tells = [&](const Took& many, double enough_s) {
    return static_cast<double>(many.count) >= most || many.s - few.s >= std::max(enough_s, few.s);
  };
  Took many = few;
  while (!within(many) && !tells(many, long_enough_s)) many = run(trial, 2 * many.count);
  if (within(many)) return many.each_s();
  if (added(few, many) * most > clearly * budget_s) return added(few, many);

  few = least_of_some(trial, few);
  for (;; many = run(trial, 2 * many.count)) {
    if (!tells(many, many_slices_s)) continue;
    many = least_of_some(trial, many);
    if (tells(many, many_slices_s)) return added(few, many);
  }
}

// In the child: no destructor and no exit handler of the parent's may run.
[[noreturn]] void report(int pipe, const Prices::Trial& trial, double most, double budget_s) {
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::alarm(patience_s);
  ::signal(SIGPIPE, SIG_IGN);
  // Nor is what it says for anybody: the cell itself will say it, if it runs.
  if (const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC); nowhere >= 0) ::dup2(nowhere, STDERR_FILENO);
  try {
    const double each = price(trial, most, budget_s);
    if (::write(pipe, &each, sizeof each) == sizeof each) ::_exit(0);
  } catch (...) {
  }
  ::_exit(1);
}

// Waits for it, ends what it started, and reaps what of that has become this process's; returns its status.
int end_of(pid_t child) {
  siginfo_t ended;
  while (::waitid(P_PID, static_cast<id_t>(child), &ended, WEXITED | WNOWAIT) < 0 && errno == EINTR) {
  }
  ::kill(-child, SIGKILL);  // before its number can be given to another
  for (int its_own = 0, status = 0;;) {
    const pid_t reaped = ::waitpid(-child, &status, 0);
    if (reaped == child) its_own = status;
    if (reaped < 0 && errno != EINTR) return its_own;
  }
}

}  // namespace

std::optional<double> Prices::of(const std::string& key, const Trial& trial, double most, double budget_s) {
  const auto [found, fresh] = known_.try_emplace(key);
  Known& known = found->second;
  const auto over = [&] { return *known.each_s * most > budget_s; };
  if (!fresh && !(known.at_most && over())) return known.each_s;
  int ends[2];
  if (::pipe(ends) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
  const pid_t child = ::fork();
  if (child < 0) throw std::system_error(errno, std::generic_category(), "fork");
  if (child == 0) report(ends[1], trial, most, budget_s);
  ::close(ends[1]);
  const int status = end_of(child);
  // Nobody is waited for at the pipe, whose other end processes may have that the trial left behind.
  double each = 0;
  const bool told =
      WIFEXITED(status) && WEXITSTATUS(status) == 0 && ::read(ends[0], &each, sizeof each) == sizeof each;
  ::close(ends[0]);
  known = {};
  if (!told) return std::nullopt;
  known.each_s = each;
  known.at_most = !over();
  return each;
}

}  // namespace simul
