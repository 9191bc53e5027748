#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <stdexcept>
#include <string>
#include <vector>

#include "runtimes/fork/pool.hpp"

namespace {

using forked::Pool;
using testing::HasSubstr;

constexpr std::array requests{0, 1, 2, 3, 4, 5, 6, 7, 8, 9};

std::string failure_of(Pool<int, int>& pool) {
  try {
    pool.map(requests);
    return "none";
  } catch (const std::runtime_error& error) {
    return error.what();
  }
}

bool has_children() { return ::waitpid(-1, nullptr, WNOHANG) != -1 || errno != ECHILD; }

TEST(ForkPoolFailure, NamesTheSignalThatKilledAWorker) {
  Pool<int, int> pool(2, [](int number) {
    if (number == 7) ::raise(SIGKILL);
    return number;
  });
  EXPECT_THAT(failure_of(pool), HasSubstr("killed by signal 9"));
}

TEST(ForkPoolFailure, NamesTheExceptionOfTheHandler) {
  Pool<int, int> pool(2, [](int number) {
    if (number == 7) throw std::runtime_error("lost a piece");
    return number;
  });
  EXPECT_THAT(failure_of(pool), HasSubstr("lost a piece"));
}

TEST(ForkPoolFailure, NamesTheStatusOfAWorkerThatLeft) {
  Pool<int, int> pool(2, [](int number) {
    if (number == 0) ::_exit(0);
    return number;
  });
  EXPECT_THAT(failure_of(pool), HasSubstr("left before it had answered"));
}

TEST(ForkPoolFailure, KillsTheOtherWorkersEvenIfTheyHang) {
  Pool<int, int> pool(2, [](int number) {
    if (number == 0) throw std::runtime_error("lost a piece");
    for (;;) ::pause();
    return number;
  });
  EXPECT_THAT(failure_of(pool), HasSubstr("lost a piece"));
  EXPECT_FALSE(has_children());
}

TEST(ForkPoolFailure, IsFinal) {
  Pool<int, int> pool(1, [](int number) -> int { throw number; });
  EXPECT_THROW(pool.map(requests), std::runtime_error);
  EXPECT_THROW(pool.map(requests), std::logic_error);
}

TEST(ForkPoolFailure, OfAWorkerBetweenTwoMapsIsNoticedByTheNext) {
  Pool<int, pid_t> pool(2, [](int) { return ::getpid(); });
  ::kill(pool.map(requests).front(), SIGKILL);
  EXPECT_THROW(pool.map(requests), std::runtime_error);
}

TEST(ForkPoolFailure, OfAnIdleWorkerLeavesNothingBehind) {
  {
    Pool<int, pid_t> pool(2, [](int) { return ::getpid(); });
    ::kill(pool.map(requests).front(), SIGKILL);
  }
  EXPECT_FALSE(has_children());
}

TEST(ForkPoolFailure, NeedsAWorker) {
  const auto no_workers = [] { Pool<int, int>(0, [](int number) { return number; }); };
  EXPECT_THROW(no_workers(), std::invalid_argument);
}

}  // namespace
