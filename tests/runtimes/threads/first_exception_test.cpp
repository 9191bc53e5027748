#include "runtimes/threads/first_exception.hpp"

#include <gtest/gtest.h>

namespace {

TEST(FirstException, RethrowsNothingIfNothingWasKept) {
  threads::FirstException failure;
  EXPECT_NO_THROW(failure.rethrow());
}

TEST(FirstException, KeepsTheFirstAndDropsTheRest) {
  threads::FirstException failure;
  failure.keep(std::make_exception_ptr(1));
  failure.keep(std::make_exception_ptr(2));
  try {
    failure.rethrow();
    FAIL() << "nothing was thrown";
  } catch (int kept) {
    EXPECT_EQ(kept, 1);
  }
}

TEST(FirstException, RethrowsOnce) {
  threads::FirstException failure;
  failure.keep(std::make_exception_ptr(1));
  EXPECT_THROW(failure.rethrow(), int);
  EXPECT_NO_THROW(failure.rethrow());
}

}  // namespace
