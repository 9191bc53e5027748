#include "runtimes/os/epoll.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/time.h>

#include <array>
#include <chrono>
#include <system_error>
#include <thread>

#include "runtimes/os/event.hpp"

namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

struct Poller : testing::Test {
  std::span<epoll_event> wait(os::Epoll::Deadline deadline) { return epoll.wait(room, deadline); }
  std::span<epoll_event> look() { return wait(Clock::time_point::min()); }

  os::Epoll epoll;
  os::EventFd event;
  std::array<epoll_event, 4> room{};
};

// By value: an epoll_event is packed, and nothing may refer to a pointer inside it.
const void* data_of(const epoll_event& event) { return event.data.ptr; }

TEST_F(Poller, HandsBackTheDataOfWhatIsReady) {
  epoll.add(event.fd(), EPOLLIN, &event);
  event.signal();
  const auto ready = wait(std::nullopt);
  ASSERT_EQ(ready.size(), 1U);
  EXPECT_EQ(data_of(ready[0]), &event);
  EXPECT_TRUE(ready[0].events & EPOLLIN);
}

TEST_F(Poller, LooksWithoutWaitingIfTheDeadlineHasPassed) {
  epoll.add(event.fd(), EPOLLIN, nullptr);
  EXPECT_TRUE(look().empty());
  event.signal();
  EXPECT_EQ(look().size(), 1U);
}

TEST_F(Poller, NeverReturnsEmptyBeforeTheDeadline) {
  for (const auto wait_for : {1ns, 1500ns, 70'000ns, 1'200'345ns}) {
    const auto deadline = Clock::now() + wait_for;
    EXPECT_TRUE(wait(deadline).empty());
    EXPECT_GE(Clock::now(), deadline);
  }
}

TEST_F(Poller, WaitsWithoutADeadlineForAnotherThread) {
  epoll.add(event.fd(), EPOLLIN, nullptr);
  const std::jthread other([&] { event.signal(); });
  EXPECT_EQ(wait(std::nullopt).size(), 1U);
}

TEST_F(Poller, WaitsForADeadlineThatNeverComes) {
  epoll.add(event.fd(), EPOLLIN, nullptr);
  const std::jthread other([&] { event.signal(); });
  EXPECT_EQ(wait(Clock::time_point::max()).size(), 1U);
}

TEST_F(Poller, ModifyChangesWhatIsWatched) {
  epoll.add(event.fd(), 0, nullptr);
  event.signal();
  EXPECT_TRUE(look().empty());
  epoll.modify(event.fd(), EPOLLIN, &event);
  ASSERT_EQ(look().size(), 1U);
  EXPECT_EQ(data_of(room[0]), &event);
}

TEST_F(Poller, RemoveEndsTheWatch) {
  epoll.add(event.fd(), EPOLLIN, nullptr);
  event.signal();
  epoll.remove(event.fd());
  EXPECT_TRUE(look().empty());
}

TEST_F(Poller, FillsNoMoreThanItsRoom) {
  std::array<os::EventFd, 6> events;
  for (auto& each : events) epoll.add(each.fd(), EPOLLIN, &each);
  for (auto& each : events) each.signal();
  EXPECT_EQ(look().size(), room.size());
}

TEST_F(Poller, RefusesADescriptorTwice) {
  epoll.add(event.fd(), EPOLLIN, nullptr);
  EXPECT_THROW(epoll.add(event.fd(), EPOLLIN, nullptr), std::system_error);
}

// Signals that arrive every millisecond must not shorten the wait.
TEST_F(Poller, GoesOnWaitingAfterASignal) {
  struct sigaction count {
  }, before{};
  count.sa_handler = [](int) {};
  ::sigaction(SIGALRM, &count, &before);
  const itimerval every_ms{.it_interval = {0, 1000}, .it_value = {0, 1000}};
  const itimerval never{};
  ::setitimer(ITIMER_REAL, &every_ms, nullptr);
  const auto deadline = Clock::now() + 10ms;
  EXPECT_TRUE(wait(deadline).empty());
  EXPECT_GE(Clock::now(), deadline);
  ::setitimer(ITIMER_REAL, &never, nullptr);
  ::sigaction(SIGALRM, &before, nullptr);
}

}  // namespace
