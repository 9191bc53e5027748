#include "runtimes/os/descriptor.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>

#include <utility>

#include "runtimes/os/error.hpp"

namespace {

os::Descriptor open_null() { return os::Descriptor(os::check(::open("/dev/null", O_RDONLY), "open")); }

bool is_open(int fd) { return ::fcntl(fd, F_GETFD) != -1; }

TEST(Descriptor, OwnsNothingByDefault) {
  const os::Descriptor nothing;
  EXPECT_FALSE(nothing);
  EXPECT_EQ(nothing.get(), -1);
}

TEST(Descriptor, ClosesWhenItsScopeEnds) {
  int fd = -1;
  {
    const os::Descriptor null = open_null();
    fd = null.get();
    EXPECT_TRUE(is_open(fd));
  }
  EXPECT_FALSE(is_open(fd));
}

TEST(Descriptor, MovingPassesTheOwnership) {
  os::Descriptor from = open_null();
  const int fd = from.get();
  const os::Descriptor to = std::move(from);
  EXPECT_FALSE(from);  // NOLINT: moved from is empty
  EXPECT_EQ(to.get(), fd);
  EXPECT_TRUE(is_open(fd));
}

TEST(Descriptor, AssignmentClosesWhatWasOwned) {
  os::Descriptor first = open_null();
  const int closed = first.get();
  os::Descriptor second = open_null();
  const int kept = second.get();
  first = std::move(second);
  EXPECT_FALSE(is_open(closed));
  EXPECT_EQ(first.get(), kept);
  EXPECT_TRUE(is_open(kept));
}

TEST(Descriptor, ReleaseGivesItAwayOpen) {
  os::Descriptor null = open_null();
  const os::Descriptor heir(null.release());
  EXPECT_FALSE(null);
  EXPECT_TRUE(is_open(heir.get()));
}

TEST(Descriptor, ClosingTwiceIsClosingOnce) {
  os::Descriptor null = open_null();
  null.close();
  null.close();
  EXPECT_FALSE(null);
}

}  // namespace
