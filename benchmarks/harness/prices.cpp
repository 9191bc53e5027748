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

constexpr double long_enough_s = 5e-3;  // for the clock
// A run that seems to take so long may become a hole: then foreign load, which comes in slices, must not have made it so.
constexpr double suspicious_s = 0.3, very_long_s = 25e-3;
constexpr unsigned patience_s = 20;

// A hundred of them: their time has in it what is started once, which is not part of the price. So has that of twice as
// many, and so on: the price is what the others add, when that is as much again, and long enough.
double price(const Prices::Trial& trial, double most) {
  const auto seconds = [&](std::int64_t count) { return trial(count) * static_cast<double>(count); };
  const auto least = [&](std::int64_t count) {
    return std::min({seconds(count), seconds(count), seconds(count)});
  };
  const auto few = static_cast<std::int64_t>(std::min(most, 100.0));
  seconds(few);  // the first of all warms up
  const double few_s = least(few);
  if (most <= 100) return few_s / most;
  const auto added = [&](double enough_s) {
    for (std::int64_t count = 2 * few;; count *= 2) {
      const bool all = static_cast<double>(count) >= most;
      const auto tells = [&](double s) { return all || s - few_s >= std::max(enough_s, few_s); };
      if (!tells(seconds(count))) continue;
      const double s = least(count);
      if (tells(s)) return std::max(0.0, s - few_s) / static_cast<double>(count - few);
    }
  };
  const double each = added(long_enough_s);
  return each * most < suspicious_s ? each : std::min(each, added(very_long_s));
}

// In the child: no destructor and no exit handler of the parent's may run.
[[noreturn]] void report(int pipe, const Prices::Trial& trial, double most) {
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::alarm(patience_s);
  ::signal(SIGPIPE, SIG_IGN);
  // Nor is what it says for anybody: the cell itself will say it, if it runs.
  if (const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC); nowhere >= 0) ::dup2(nowhere, STDERR_FILENO);
  try {
    const double each = price(trial, most);
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

std::optional<double> Prices::of(const std::string& key, const Trial& trial, double most) {
  const auto [known, fresh] = known_.try_emplace(key);
  if (!fresh) return known->second;
  int ends[2];
  if (::pipe(ends) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
  const pid_t child = ::fork();
  if (child < 0) throw std::system_error(errno, std::generic_category(), "fork");
  if (child == 0) report(ends[1], trial, most);
  ::close(ends[1]);
  const int status = end_of(child);
  // Nobody is waited for at the pipe, whose other end processes may have that the trial left behind.
  double each = 0;
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0 && ::read(ends[0], &each, sizeof each) == sizeof each)
    known->second = each;
  ::close(ends[0]);
  return known->second;
}

}  // namespace simul
