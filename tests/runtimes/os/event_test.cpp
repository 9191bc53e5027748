#include "runtimes/os/event.hpp"

#include <gtest/gtest.h>
#include <poll.h>

#include <thread>

namespace {

bool readable(const os::EventFd& event, int timeout_ms = 0) {
  pollfd polled{.fd = event.fd(), .events = POLLIN, .revents = 0};
  return ::poll(&polled, 1, timeout_ms) == 1;
}

TEST(EventFd, IsQuietUntilItIsSignalled) {
  os::EventFd event;
  EXPECT_FALSE(readable(event));
  EXPECT_FALSE(event.drain());
}

TEST(EventFd, StaysReadableUntilItIsDrained) {
  os::EventFd event;
  event.signal();
  EXPECT_TRUE(readable(event));
  EXPECT_TRUE(readable(event));
  EXPECT_TRUE(event.drain());
  EXPECT_FALSE(readable(event));
}

TEST(EventFd, DrainsManySignalsAsOne) {
  os::EventFd event;
  for (int i = 0; i < 3; ++i) event.signal();
  EXPECT_TRUE(event.drain());
  EXPECT_FALSE(event.drain());
}

TEST(EventFd, WakesAPollerFromAnotherThread) {
  os::EventFd event;
  const std::jthread other([&] { event.signal(); });
  EXPECT_TRUE(readable(event, -1));
}

}  // namespace
