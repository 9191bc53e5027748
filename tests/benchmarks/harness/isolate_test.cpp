#include "benchmarks/harness/isolate.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <thread>

namespace {

using namespace simul;
using namespace std::chrono_literals;
using testing::EndsWith;
using testing::HasSubstr;
using End = Outcome::End;

struct Isolated : testing::Test {
  Isolated() { ::sched_getaffinity(0, sizeof allowed, &allowed); }

  Outcome run(const std::string& script) const { return isolate({"/bin/sh", "-c", script}, allowed, guard); }
  cpu_set_t allowed;
  Guard guard{.timeout = 20s, .memory_limit_bytes = std::int64_t{1} << 40};
};

// Everything that the command starts inherits the write end of a pipe: whoever still has it, still lives.
class Lifeline {
 public:
  Lifeline() {
    if (::pipe(ends_)) ends_[0] = ends_[1] = -1;
    ::fcntl(ends_[0], F_SETFD, FD_CLOEXEC);
  }
  ~Lifeline() { ::close(ends_[0]); }

  bool all_dead() {
    ::close(ends_[1]);
    pollfd end{ends_[0], POLLIN, 0};
    return ::poll(&end, 1, 10'000) == 1 && (end.revents & POLLHUP);
  }

 private:
  int ends_[2];
};

TEST_F(Isolated, CommandsEndWithTheirExitStatus) {
  for (const int status : {0, 1, 3, 127}) {
    const auto outcome = run("exit " + std::to_string(status));
    EXPECT_EQ(outcome.end, End::exited);
    EXPECT_EQ(outcome.code, status);
  }
}

TEST_F(Isolated, CommandsEndWithTheirSignal) {
  const auto outcome = run("kill -SEGV $$");
  EXPECT_EQ(outcome.end, End::signalled);
  EXPECT_EQ(outcome.code, SIGSEGV);
}

TEST_F(Isolated, CommandsThatCannotBeExecutedEndAsInAShell) {
  const auto outcome = isolate({"/no/such/program"}, allowed, guard);
  EXPECT_EQ(outcome.end, End::exited);
  EXPECT_EQ(outcome.code, 127);
}

TEST_F(Isolated, CommandsReportOnADescriptorOfTheirOwn) {
  const auto outcome = run("echo for people; echo for simul >&3; echo for people too >&2");
  EXPECT_EQ(outcome.report, "for simul\n");
  EXPECT_EQ(outcome.complaint, "for people\nfor people too\n");
}

// More than any pipe holds: the writer must never wait for ever.
TEST_F(Isolated, CommandsMayReportMoreThanAPipeHolds) {
  for (const std::size_t bytes : {70'000U, 3'000'000U}) {
    const auto outcome = run("head -c " + std::to_string(bytes) + " /dev/zero | tr '\\0' x >&3");
    EXPECT_EQ(outcome.end, End::exited);
    EXPECT_EQ(outcome.report, std::string(bytes, 'x'));
  }
}

TEST_F(Isolated, CommandsMayBabbleAndTheirLastWordsAreKept) {
  const auto outcome = run("head -c 3000000 /dev/zero | tr '\\0' x; echo; echo last words");
  EXPECT_EQ(outcome.code, 0);
  EXPECT_THAT(outcome.complaint, EndsWith("x\nlast words\n"));
  EXPECT_LT(outcome.complaint.size(), 3'000'000U);
}

TEST_F(Isolated, CommandsHaveNothingToRead) { EXPECT_EQ(run("cat; echo end >&3").report, "end\n"); }

TEST_F(Isolated, CommandsHaveTheirAffinityFromTheStart) {
  cpu_set_t one;
  CPU_ZERO(&one);
  int cpu = 0;
  while (!CPU_ISSET(cpu, &allowed)) ++cpu;
  CPU_SET(cpu, &one);
  const auto outcome = isolate({"/bin/sh", "-c", "grep Cpus_allowed_list /proc/self/status >&3"}, one, guard);
  EXPECT_EQ(outcome.report, "Cpus_allowed_list:\t" + std::to_string(cpu) + "\n");
}

TEST_F(Isolated, CommandsAreAGroupOfTheirOwn) {
  EXPECT_EQ(run("ps -o pgid= -p $$ | tr -d ' ' >&3; echo $$ >&3").report.find(std::to_string(::getpgrp())),
            std::string::npos);
}

TEST_F(Isolated, CommandsThatHangAreEndedWithAllTheirOffspring) {
  Lifeline lifeline;
  guard.timeout = 2s;  // by then it has said so, on a busy machine too
  const auto outcome = run("echo started >&3; (sleep 1000 & sleep 1000) & sleep 1000");
  EXPECT_EQ(outcome.end, End::timed_out);
  EXPECT_EQ(outcome.report, "started\n");
  EXPECT_TRUE(lifeline.all_dead());
}

TEST_F(Isolated, CommandsThatHangWithSignalsBlockedAreEndedToo) {
  Lifeline lifeline;
  guard.timeout = 300ms;
  EXPECT_EQ(run("trap '' TERM INT HUP QUIT; sleep 1000").end, End::timed_out);
  EXPECT_TRUE(lifeline.all_dead());
}

// It holds the folder as os::ScratchFolder does, and cannot remove it.
TEST_F(Isolated, CommandsThatAreEndedLeaveNoScratchFolderBehind) {
  guard.timeout = 2s;
  const auto outcome = run(
      "folder=$(mktemp -d --tmpdir simul-scratch-XXXXXX); exec 8<$folder; flock -n 8; echo 1 >$folder/file; "
      "printf $folder >&3; sleep 1000");
  EXPECT_EQ(outcome.end, End::timed_out);
  ASSERT_THAT(outcome.report, HasSubstr("simul-scratch-"));
  EXPECT_FALSE(std::filesystem::exists(outcome.report));
}

TEST_F(Isolated, CommandsLeaveNoOffspringBehind) {
  Lifeline lifeline;
  const auto outcome = run("sleep 1000 & echo done >&3");
  EXPECT_EQ(outcome.end, End::exited);
  EXPECT_EQ(outcome.code, 0);
  EXPECT_EQ(outcome.report, "done\n");
  EXPECT_TRUE(lifeline.all_dead());
}

// Orphans of the command become ours; torn down in the midst of the next measurement they would disturb it.
TEST_F(Isolated, CommandsLeaveNobodyToBeReaped) {
  run("(sleep 1000 & sleep 1000 &) ; exit 0");
  EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1);
  EXPECT_EQ(errno, ECHILD);
}

TEST_F(Isolated, CommandsThatTakeTooMuchMemoryAreEndedWithAllTheirOffspring) {
  Lifeline lifeline;
  guard.memory_limit_bytes = 100 << 20;
  const auto outcome =
      run("(head -c 200M /dev/zero; sleep 30) | tail");  // tail keeps what may be the last line
  EXPECT_EQ(outcome.end, End::out_of_memory);
  EXPECT_TRUE(lifeline.all_dead());
}

TEST_F(Isolated, CommandsThatAreFollowedShowTheMemoryOfTheirTree) {
  guard.follow = Follow::peak;
  const auto outcome = run("(head -c 30M /dev/zero; sleep 0.3) | tail | wc -c");
  EXPECT_EQ(outcome.end, End::exited);
  EXPECT_GE(outcome.peak_tree_bytes, 30 << 20);
  EXPECT_TRUE(outcome.samples.empty());
  guard.follow = Follow::limit;
  EXPECT_EQ(run("sleep 0.1 | cat").peak_tree_bytes, 0);
}

// Looks in the order of time, of which those in the second half saw what was held then.
TEST_F(Isolated, CommandsWhoseFootprintIsAskedForAreLookedAtAgainAndAgain) {
  guard.follow = Follow::footprint;
  const auto before = std::chrono::steady_clock::now();
  const auto outcome = run("(head -c 30M /dev/zero; sleep 0.3) | tail | wc -c");
  const auto after = std::chrono::steady_clock::now();
  ASSERT_GE(outcome.samples.size(), 3U);
  std::int64_t last = before.time_since_epoch().count(), most = 0;
  for (const MemorySample& sample : outcome.samples) {
    EXPECT_GE(sample.from_ns, last);
    EXPECT_GT(sample.until_ns, sample.from_ns);
    last = sample.until_ns;
    most = std::max(most, sample.bytes);
  }
  EXPECT_LE(last, after.time_since_epoch().count());
  EXPECT_GE(most, 30 << 20);
  EXPECT_LT(most, 60 << 20);
}

TEST_F(Isolated, CommandsWhoseFootprintIsTooLargeAreEnded) {
  guard.follow = Follow::footprint;
  guard.memory_limit_bytes = 100 << 20;
  EXPECT_EQ(run("(head -c 200M /dev/zero; sleep 30) | tail").end, End::out_of_memory);
}

TEST_F(Isolated, CommandsEndWhenTheUserInterrupts) {
  Lifeline lifeline;
  std::atomic<bool> interrupted{false};
  guard.interrupted = &interrupted;
  const std::jthread user([&] { interrupted = true; });
  EXPECT_EQ(run("sleep 1000").end, End::interrupted);
  EXPECT_TRUE(lifeline.all_dead());
}

TEST_F(Isolated, CommandsLeaveNoDescriptorOpen) {
  const auto lowest_free = [] {
    const int fd = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    ::close(fd);
    return fd;
  };
  const int before = lowest_free();
  for (int i = 0; i < 20; ++i) run("exit 0");
  EXPECT_EQ(lowest_free(), before);
}

}  // namespace
