#include "runtimes/threads/group.hpp"

#include <gtest/gtest.h>
#include <pthread.h>

#include <atomic>
#include <latch>
#include <memory>
#include <stdexcept>
#include <system_error>

namespace {

TEST(Group, JoinWaitsForEveryThread) {
  std::atomic<int> done = 0;
  threads::Group group(100);
  for (int i = 0; i < 100; ++i) group.spawn([&] { ++done; });
  group.join();
  EXPECT_EQ(done, 100);
}

TEST(Group, JoinsWhenItsScopeEnds) {
  std::atomic<int> done = 0;
  {
    threads::Group group;
    for (int i = 0; i < 10; ++i) group.spawn([&] { ++done; });
  }
  EXPECT_EQ(done, 10);
}

// Every thread waits for all others: they have to exist at the same time.
TEST(Group, RunsEveryBodyInAThreadOfItsOwn) {
  std::latch all_here(8);
  threads::Group group;
  for (int i = 0; i < 8; ++i) group.spawn([&] { all_here.arrive_and_wait(); });
  group.join();
  EXPECT_TRUE(all_here.try_wait());
}

TEST(Group, CarriesAThousandThreadsAtOnce) {
  std::latch all_here(1000);
  threads::Group group(1000);
  for (int i = 0; i < 1000; ++i) group.spawn([&] { all_here.arrive_and_wait(); });
  group.join();
  EXPECT_TRUE(all_here.try_wait());
}

TEST(Group, JoinRethrowsTheFirstExceptionAfterAllHaveEnded) {
  std::atomic<int> done = 0;
  threads::Group group;
  group.spawn([] { throw std::runtime_error("lost a piece"); });
  for (int i = 0; i < 10; ++i) group.spawn([&] { ++done; });
  EXPECT_THROW(group.join(), std::runtime_error);
  EXPECT_EQ(done, 10);
}

TEST(Group, CanBeUsedAgainAfterAJoin) {
  threads::Group group;
  group.spawn([] { throw 1; });
  EXPECT_THROW(group.join(), int);
  bool ran = false;
  group.spawn([&] { ran = true; });
  EXPECT_NO_THROW(group.join());
  EXPECT_TRUE(ran);
}

TEST(Group, TakesBodiesThatCannotBeCopied) {
  int got = 0;
  threads::Group group;
  group.spawn([&got, owned = std::make_unique<int>(7)] { got = *owned; });
  group.join();
  EXPECT_EQ(got, 7);
}

// Stacks that no address space can hold, so that the next thread is refused (EAGAIN).
class HugeStacks {
 public:
  HugeStacks() {
    ::pthread_attr_init(&before_);
    ::pthread_getattr_default_np(&before_);
    pthread_attr_t huge;
    ::pthread_attr_init(&huge);
    ::pthread_attr_setstacksize(&huge, std::size_t{1} << 50);
    ::pthread_setattr_default_np(&huge);
    ::pthread_attr_destroy(&huge);
  }
  ~HugeStacks() {
    ::pthread_setattr_default_np(&before_);
    ::pthread_attr_destroy(&before_);
  }
  HugeStacks(const HugeStacks&) = delete;
  HugeStacks& operator=(const HugeStacks&) = delete;

 private:
  pthread_attr_t before_;
};

TEST(Group, JoinsWhatRunsWhenAThreadIsRefused) {
  std::atomic<int> done = 0;
  threads::Group group;
  for (int i = 0; i < 10; ++i) group.spawn([&] { ++done; });
  const HugeStacks no_more_threads;
  try {
    group.spawn([&] { ++done; });
    FAIL() << "the thread was created";
  } catch (const std::system_error& refused) {
    EXPECT_EQ(refused.code(), std::errc::resource_unavailable_try_again);
    EXPECT_EQ(done, 10);
  }
}

}  // namespace
