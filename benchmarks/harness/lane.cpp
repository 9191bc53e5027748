#include "benchmarks/harness/lane.hpp"

#include <fcntl.h>
#include <pthread.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <optional>

#include "runtimes/os/descriptor.hpp"

namespace simul::lane {
namespace {

thread_local std::uint32_t own_id = 0;
thread_local std::optional<os::Descriptor> schedstat;  // opened, though perhaps in vain, when it has a value

// A forked child inherits its parent's answers, and must forget them: the descriptor goes on to tell of the parent.
void forget_in_children() {
  static const int once = ::pthread_atfork(nullptr, nullptr, [] {
    own_id = 0;
    schedstat.reset();
  });
  static_cast<void>(once);
}

// "used run_delay slices", the first two in ns. A kernel that keeps no account shows zeros, even to a thread that runs.
std::int64_t run_delay_in(const char* text, const char* end) {
  std::array<std::int64_t, 3> fields{};
  for (auto& field : fields) {
    while (text != end && *text == ' ') ++text;
    const auto [rest, failed] = std::from_chars(text, end, field);
    if (failed != std::errc{}) return -1;
    text = rest;
  }
  return fields[2] > 0 ? fields[1] : -1;
}

}  // namespace

std::uint32_t id() {
  forget_in_children();
  if (own_id == 0) own_id = static_cast<std::uint32_t>(::syscall(SYS_gettid));
  return own_id;
}

void open_clocks() {
  forget_in_children();
  if (!schedstat) schedstat.emplace(::open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC));
}

std::int64_t cpu_ns() {
  timespec t{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return std::int64_t{t.tv_sec} * 1'000'000'000 + t.tv_nsec;
}

std::int64_t run_delay_ns() {
  std::array<char, 80> text;
  const ssize_t n = schedstat && *schedstat ? ::pread(schedstat->get(), text.data(), text.size(), 0) : -1;
  return n > 0 ? run_delay_in(text.data(), text.data() + n) : -1;
}

}  // namespace simul::lane
