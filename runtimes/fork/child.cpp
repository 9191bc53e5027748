#include "runtimes/fork/child.hpp"

#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

#include <stdexcept>

#include "runtimes/fork/last_words.hpp"
#include "runtimes/os/error.hpp"
#include "runtimes/os/placement.hpp"

namespace forked {
namespace {

constexpr int left_by_exception = 70;  // EX_SOFTWARE of sysexits.h

// A parent that died before the prctl sends no signal any more: then its child has been adopted.
void die_with(pid_t parent) noexcept {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(left_by_exception);
}

std::size_t workers = 0;  // that this process and its ancestors forked, as far as it inherited their count

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

Usage usage_of(const rusage& raw) {
  return {.cpu_s = seconds(raw.ru_utime) + seconds(raw.ru_stime),
          .peak_rss_bytes = raw.ru_maxrss * 1024,
          .voluntary_switches = raw.ru_nvcsw,
          .involuntary_switches = raw.ru_nivcsw,
          .minor_faults = raw.ru_minflt,
          .major_faults = raw.ru_majflt};
}

// Empty for a child that did what it should.
std::string explain(pid_t pid, int status) {
  if (status == 0) return {};
  const std::string who = "child " + std::to_string(pid);
  const std::string words = take_last_words(pid);
  if (WIFSIGNALED(status)) {
    const int signal = WTERMSIG(status);
    return who + " was killed by signal " + std::to_string(signal) + " (" + ::strsignal(signal) + ")";
  }
  if (!words.empty()) return who + " threw an exception: " + words;
  return who + " exited with status " + std::to_string(WEXITSTATUS(status));
}

}  // namespace

Child& Child::operator=(Child&& other) noexcept {
  if (this != &other) {
    end();
    pid_ = std::exchange(other.pid_, 0);
  }
  return *this;
}

Usage Child::wait() {
  const Ending ending = reap();
  if (!ending.failure.empty()) throw std::runtime_error(ending.failure);
  return ending.usage;
}

Ending Child::reap() {
  // To wait for pid 0 would be to wait for anybody's child.
  if (pid_ == 0) throw std::logic_error("forked::Child: nothing to wait for");
  int status = 0;
  rusage used{};
  os::check(os::retry([&] { return ::wait4(pid_, &status, 0, &used); }), "wait4");
  return {.failure = explain(std::exchange(pid_, 0), status), .usage = usage_of(used)};
}

std::chrono::nanoseconds Child::cpu_time() const {
  clockid_t clock{};
  if (const int error = ::clock_getcpuclockid(pid_, &clock); error != 0)
    throw std::system_error(error, std::generic_category(), "clock_getcpuclockid");
  timespec time{};
  os::check(::clock_gettime(clock, &time), "clock_gettime");
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

pid_t Child::fork_this_process(Placed placed) {
  prepare_last_words();
  const pid_t parent = ::getpid();
  const pid_t pid = os::check(::fork(), "fork");
  if (pid == 0) {
    die_with(parent);
    if (placed == Placed::as_worker) os::place(workers);
  }
  if (placed == Placed::as_worker) ++workers;
  return pid;
}

void Child::fail(const char* what) noexcept {
  leave_last_words(what);
  ::_exit(left_by_exception);
}

void Child::end() noexcept {
  if (pid_ == 0) return;
  ::kill(pid_, SIGKILL);
  os::retry([this] { return ::wait4(pid_, nullptr, 0, nullptr); });
  forget_last_words(std::exchange(pid_, 0));
}

}  // namespace forked
