#include "runtimes/fork/child.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <time.h>

#include <chrono>
#include <cstdio>
#include <memory>
#include <stdexcept>
#include <utility>
#include <vector>

#include "runtimes/fork/shared.hpp"
#include "runtimes/os/clock.hpp"
#include "runtimes/os/pipe.hpp"
#include "runtimes/sequential/blocking.hpp"

namespace {

using namespace std::chrono_literals;
using forked::Child;
using forked::Shared;

void burn(std::chrono::nanoseconds cpu) {
  timespec used{};
  const auto [seconds, nanoseconds] = os::to_timespec(cpu);
  do ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  while (used.tv_sec < seconds || (used.tv_sec == seconds && used.tv_nsec < nanoseconds));
}

bool exists(pid_t pid) { return ::kill(pid, 0) == 0; }

TEST(Child, RunsInAProcessOfItsOwn) {
  int here = 0;
  const Shared<pid_t> there(1);
  Child child([&] {
    here = 1;
    there[0] = ::getpid();
  });
  const pid_t pid = child.pid();
  child.wait();
  EXPECT_EQ(here, 0);
  EXPECT_EQ(there[0], pid);
}

TEST(Child, WaitReportsTheCpuTimeItUsed) {
  Child child([] { burn(30ms); });
  const forked::Usage usage = child.wait();
  EXPECT_GE(usage.cpu_s, 0.029);
  EXPECT_GT(usage.peak_rss_bytes, 0);
}

TEST(Child, WaitCountsTheCpuTimeOfItsChildren) {
  Child child([] {
    Child grandchild([] { burn(30ms); });
    grandchild.wait();
  });
  EXPECT_GE(child.wait().cpu_s, 0.029);
}

TEST(Child, ShowsTheCpuTimeOfARunningChild) {
  const os::Pipe ready = os::make_pipe();
  const Child child([&] {
    burn(30ms);
    sequential::write_all(ready.write_end.get(), std::vector<std::byte>(1));
    ::pause();
  });
  std::byte byte{};
  sequential::read_exactly(ready.read_end.get(), {&byte, 1});
  EXPECT_GE(child.cpu_time(), 30ms);
}

TEST(Child, RunsNoDestructorOfItsParent) {
  const Shared<int> destroyed(1);
  const auto count = [&](int*) { ++destroyed[0]; };
  {
    int anything = 0;
    const std::unique_ptr<int, decltype(count)> guard(&anything, count);
    Child([] {}).wait();
    EXPECT_EQ(destroyed[0], 0);
  }
  EXPECT_EQ(destroyed[0], 1);
}

TEST(Child, WritesNothingThatItsParentHadBuffered) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::tmpfile(), std::fclose);
  std::fputs("once", file.get());
  Child([] {}).wait();
  std::fflush(file.get());
  EXPECT_EQ(std::ftell(file.get()), 4);
}

TEST(Child, IsKilledAndReapedIfNobodyWaits) {
  pid_t pid = 0;
  {
    const Child child([] {
      for (;;) ::pause();
    });
    pid = child.pid();
    EXPECT_TRUE(exists(pid));
  }
  EXPECT_FALSE(exists(pid));
}

TEST(Child, AssignmentEndsTheChildItReplaces) {
  const auto idle = [] {
    for (;;) ::pause();
  };
  Child child(idle);
  const pid_t first = child.pid();
  Child other(idle);
  const pid_t second = other.pid();
  child = std::move(other);
  EXPECT_FALSE(exists(first));
  EXPECT_EQ(child.pid(), second);
  EXPECT_TRUE(exists(second));
}

TEST(Child, ManyRunAtOnce) {
  const Shared<std::size_t> squares(20);
  std::vector<Child> children;
  for (std::size_t i = 0; i < 20; ++i) children.emplace_back([&squares, i] { squares[i] = i * i; });
  for (Child& child : children) child.wait();
  for (std::size_t i = 0; i < 20; ++i) EXPECT_EQ(squares[i], i * i);
}

TEST(Child, CanBeWaitedForOnce) {
  Child child([] {});
  child.wait();
  EXPECT_THROW(child.wait(), std::logic_error);
}

// The pipe ends when the last process that could write to it has died.
TEST(Child, DiesWithItsParent) {
  os::Pipe alive = os::make_pipe();
  const auto say_so_and_stay = [&] {
    sequential::write_all(alive.write_end.get(), std::vector<std::byte>(1));
    for (;;) ::pause();
  };
  std::byte byte{};
  {
    const Child parent([&] { Child(say_so_and_stay).wait(); });
    sequential::read_exactly(alive.read_end.get(), {&byte, 1});
    alive.write_end.close();
  }
  EXPECT_FALSE(sequential::read_message(alive.read_end.get(), {&byte, 1}));
}

}  // namespace
