#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <stdexcept>
#include <string>

#include "runtimes/fork/child.hpp"

namespace {

using forked::Child;
using testing::HasSubstr;

template <class Body>
std::string failure_of(Body body) {
  Child child(body);
  const std::string pid = std::to_string(child.pid());
  try {
    child.wait();
    return "none";
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("child " + pid));
    return error.what();
  }
}

TEST(ChildFailure, NamesTheException) {
  EXPECT_THAT(failure_of([] { throw std::runtime_error("lost a piece"); }),
              HasSubstr("threw an exception: lost a piece"));
}

TEST(ChildFailure, NamesWhatIsNoException) {
  EXPECT_THAT(failure_of([] { throw 1; }), HasSubstr("not a std::exception"));
}

TEST(ChildFailure, NamesTheStatus) {
  EXPECT_THAT(failure_of([] { ::_exit(3); }), HasSubstr("exited with status 3"));
}

TEST(ChildFailure, NamesTheSignal) {
  EXPECT_THAT(failure_of([] { ::raise(SIGKILL); }), HasSubstr("killed by signal 9 (Killed)"));
}

TEST(ChildFailure, IsNotAnEarlyExitWithStatusZero) {
  EXPECT_EQ(failure_of([] { ::_exit(0); }), "none");
}

TEST(ChildFailure, CutsLongWords) {
  const std::string words = failure_of([] { throw std::runtime_error(std::string(10'000, 'x')); });
  EXPECT_THAT(words, HasSubstr(std::string(200, 'x')));
  EXPECT_LT(words.size(), 400U);
}

TEST(ChildFailure, IsReportedByReapWithoutAnException) {
  Child child([] { throw std::runtime_error("lost a piece"); });
  EXPECT_THAT(child.reap().failure, HasSubstr("lost a piece"));
}

// More failures than there are slots for last words: each gives its slot back.
TEST(ChildFailure, IsNamedHoweverManyCameBefore) {
  for (int i = 0; i < 100; ++i) Child([] { throw std::runtime_error("unheard"); }).reap();
  EXPECT_THAT(failure_of([] { throw std::runtime_error("heard"); }), HasSubstr("heard"));
}

}  // namespace
