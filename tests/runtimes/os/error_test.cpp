#include "runtimes/os/error.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

TEST(Check, PassesResultsOn) {
  EXPECT_EQ(os::check(0, "call"), 0);
  EXPECT_EQ(os::check(7L, "call"), 7L);
}

TEST(Check, ThrowsTheErrorWithTheCallsName) {
  errno = ENOENT;
  try {
    os::check(-1, "open");
    FAIL() << "nothing was thrown";
  } catch (const std::system_error& error) {
    EXPECT_EQ(error.code(), std::errc::no_such_file_or_directory);
    EXPECT_THAT(error.what(), testing::HasSubstr("open"));
  }
}

TEST(Retry, RepeatsWhatASignalInterrupted) {
  int calls = 0;
  const auto interrupted_twice = [&] {
    errno = EINTR;
    return ++calls < 3 ? -1 : 5;
  };
  EXPECT_EQ(os::retry(interrupted_twice), 5);
  EXPECT_EQ(calls, 3);
}

TEST(Retry, LeavesOtherErrorsToTheCaller) {
  int calls = 0;
  const auto broken = [&] {
    ++calls;
    errno = EBADF;
    return -1;
  };
  EXPECT_EQ(os::retry(broken), -1);
  EXPECT_EQ(calls, 1);
}

}  // namespace
