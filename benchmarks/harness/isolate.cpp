#include "benchmarks/harness/isolate.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <system_error>
#include <utility>

#include "benchmarks/harness/process_tree.hpp"
#include "runtimes/os/descriptor.hpp"
#include "runtimes/os/error.hpp"
#include "runtimes/os/scratch.hpp"

namespace simul {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

struct Channel {
  os::Descriptor read, write;
  Channel() {
    int ends[2];
    os::check(::pipe2(ends, O_CLOEXEC), "pipe2");
    read = os::Descriptor(ends[0]);
    write = os::Descriptor(ends[1]);
    os::check(::fcntl(read.get(), F_SETFL, O_NONBLOCK), "fcntl");
    ::fcntl(write.get(), F_SETPIPE_SZ,
            1 << 20);  // so that the writer need not wait until we look; a wish only
  }
};

// What is there to read now is appended to `text`.
void drain(const os::Descriptor& from, std::string& text) {
  std::array<char, 1 << 16> piece;
  for (ssize_t n; (n = ::read(from.get(), piece.data(), piece.size())) > 0;)
    text.append(piece.data(), static_cast<std::size_t>(n));
}

[[noreturn]] void become(const std::vector<std::string>& argv, const cpu_set_t& affinity, pid_t parent,
                         const Channel& report, const Channel& complaint) {
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(127);  // the parent died before the line above took effect
  ::sched_setaffinity(0, sizeof affinity, &affinity);
  ::dup2(::open("/dev/null", O_RDONLY), STDIN_FILENO);
  ::dup2(complaint.write.get(), STDOUT_FILENO);
  ::dup2(complaint.write.get(), STDERR_FILENO);
  if (report.write.get() == report_descriptor) {
    ::fcntl(report_descriptor, F_SETFD, 0);
  } else {
    ::dup2(report.write.get(), report_descriptor);
  }
  std::vector<char*> arguments;
  for (const auto& argument : argv) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  ::execv(arguments[0], arguments.data());
  ::_exit(127);
}

// The process group of a command. Whoever leaves its scope leaves nothing of it behind: the group is killed and all
// of it reaped, orphaned grandchildren too, so that none is torn down during the next measurement.
class ProcessGroup {
 public:
  explicit ProcessGroup(pid_t leader) : leader_(leader) {
    ::setpgid(leader,
              leader);  // here and in the child: whoever comes first, the group exists before it is needed
  }
  ~ProcessGroup() { end(); }
  ProcessGroup(const ProcessGroup&) = delete;
  ProcessGroup& operator=(const ProcessGroup&) = delete;

  // Returns how the leader ended.
  int end() {
    if (std::exchange(ended_, true)) return status_;
    ::kill(-leader_, SIGKILL);  // before the leader is reaped and its number can be given to another
    for (int status = 0;;) {
      const pid_t reaped = ::waitpid(-leader_, &status, 0);
      if (reaped == leader_) status_ = status;
      if (reaped < 0 && errno != EINTR) return status_;
    }
  }

 private:
  pid_t leader_;
  int status_ = 0;
  bool ended_ = false;
};

// Looks at the tree's memory now and then; a look at many processes is dear, so the pace follows the price.
class MemoryWatch {
 public:
  MemoryWatch(pid_t root, const Guard& guard) : root_(root), guard_(guard) {}

  Clock::time_point next() const { return next_; }
  std::int64_t peak() const { return peak_; }
  std::vector<MemorySample>& samples() { return samples_; }

  // True when the tree is over its limit.
  bool look() {
    const auto start = Clock::now();
    const bool over = this->over();
    const auto price = Clock::now() - start;
    next_ =
        start + std::max<Clock::duration>(close() ? milliseconds(4) : milliseconds(100), patience() * price);
    return over;
  }

 private:
  bool close() const { return guard_.follow != Follow::limit; }
  // A look holds up whoever maps memory meanwhile, such as the stack of one more thread: when several looks count,
  // half of the time is left to the tasks that are still to come.
  int patience() const {
    if (guard_.follow == Follow::limit) return 100;
    return guard_.follow == Follow::footprint ? 2 : 1;
  }
  bool over() {
    switch (guard_.follow) {
      case Follow::limit: break;
      case Follow::peak: return follow();
      case Follow::footprint: return keep();
    }
    return glance();
  }
  bool keep() {
    const auto now_ns = [] { return Clock::now().time_since_epoch().count(); };
    const std::int64_t from_ns = now_ns(), bytes = footprint_bytes_of_tree(root_);
    samples_.push_back({from_ns, now_ns(), bytes});
    return bytes > guard_.memory_limit_bytes;
  }
  bool follow() {
    if (descendants(root_).empty()) return glance();
    const std::int64_t now = pss_bytes_of_tree(root_);
    peak_ = std::max(peak_, now);
    return now > guard_.memory_limit_bytes;
  }
  bool glance() const {
    std::int64_t sum = rss_bytes(root_);
    for (const pid_t process : descendants(root_)) sum += rss_bytes(process);
    return sum > guard_.memory_limit_bytes && pss_bytes_of_tree(root_) > guard_.memory_limit_bytes;
  }

  pid_t root_;
  const Guard& guard_;
  Clock::time_point next_ = Clock::now() + (close() ? milliseconds(1) : milliseconds(100));
  std::int64_t peak_ = 0;
  std::vector<MemorySample> samples_;
};

}  // namespace

Outcome isolate(const std::vector<std::string>& argv, const cpu_set_t& affinity, const Guard& guard) {
  Channel report, complaint;
  const pid_t self = ::getpid();
  ::prctl(PR_SET_CHILD_SUBREAPER, 1UL);  // what the command leaves behind becomes ours to reap
  const pid_t child = os::check(::fork(), "fork");
  if (child == 0) become(argv, affinity, self, report, complaint);
  ProcessGroup group(child);
  report.write.close();
  complaint.write.close();

  Outcome outcome{Outcome::End::exited, 0, {}, {}, 0, {}};
  const os::Descriptor end(static_cast<int>(os::check(::syscall(SYS_pidfd_open, child, 0), "pidfd_open")));
  const auto deadline = Clock::now() + guard.timeout;
  MemoryWatch memory(child, guard);
  for (bool running = true; running;) {
    const auto pause = std::chrono::ceil<milliseconds>(std::min(deadline, memory.next()) - Clock::now());
    pollfd ended{end.get(), POLLIN, 0};
    ::poll(&ended, 1, static_cast<int>(std::clamp<std::int64_t>(pause.count(), 0, 100)));
    drain(report.read, outcome.report);
    drain(complaint.read, outcome.complaint);
    if (outcome.complaint.size() > 8192) outcome.complaint.erase(0, outcome.complaint.size() - 4096);
    if (ended.revents) {
      running = false;
    } else if (guard.interrupted && *guard.interrupted) {
      outcome.end = Outcome::End::interrupted, running = false;
    } else if (Clock::now() >= deadline) {
      outcome.end = Outcome::End::timed_out, running = false;
    } else if (Clock::now() >= memory.next() && memory.look()) {
      outcome.end = Outcome::End::out_of_memory, running = false;
    }
  }

  const int status = group.end();
  drain(report.read, outcome.report);
  drain(complaint.read, outcome.complaint);
  outcome.peak_tree_bytes = memory.peak();
  outcome.samples = std::move(memory.samples());
  if (outcome.end == Outcome::End::exited) {
    outcome.end = WIFSIGNALED(status) ? Outcome::End::signalled : Outcome::End::exited;
    outcome.code = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
  }
  if (outcome.end != Outcome::End::exited) os::sweep_scratch_folders();  // who was killed could not remove his own
  return outcome;
}

}  // namespace simul
