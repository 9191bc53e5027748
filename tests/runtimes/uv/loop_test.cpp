#include "runtimes/uv/loop.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <stdexcept>

#include "runtimes/uv/idle.hpp"
#include "runtimes/uv/timer.hpp"

namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

struct Thrower {
  void on_due() { throw std::runtime_error("from a callback"); }
  uv::Timer timer;
};

struct Counter {
  void on_due() { ++calls; }
  void on_closed() { ++closed; }
  uv::Timer timer;
  int calls = 0;
  int closed = 0;
};

TEST(UvLoop, RunReturnsWhenThereIsNothingToDo) {
  uv::Loop loop;
  loop.run();
  loop.run();
}

TEST(UvLoop, RunReturnsWhenNothingIsLeftButWhatItNeedNotWaitFor) {
  Counter counter;
  uv::Loop loop;
  counter.timer.open(loop);
  counter.timer.start_at<&Counter::on_due>(Clock::now() + 1h, counter);
  counter.timer.unref();
  loop.run();
  EXPECT_EQ(counter.calls, 0);
}

TEST(UvLoop, RunRethrowsWhatACallbackThrew) {
  Thrower thrower;
  uv::Loop loop;
  thrower.timer.open(loop);
  thrower.timer.start_at<&Thrower::on_due>(Clock::now(), thrower);
  EXPECT_THROW(loop.run(), std::runtime_error);
}

TEST(UvLoop, CanRunAgainAfterACallbackThrew) {
  Thrower thrower;
  Counter counter;
  uv::Loop loop;
  thrower.timer.open(loop);
  counter.timer.open(loop);
  thrower.timer.start_at<&Thrower::on_due>(Clock::now(), thrower);
  counter.timer.start_at<&Counter::on_due>(Clock::now() + 10ms, counter);
  EXPECT_THROW(loop.run(), std::runtime_error);
  loop.run();
  EXPECT_EQ(counter.calls, 1);
}

TEST(UvLoop, OnlyTheFirstOfTwoExceptionsIsRethrown) {
  Thrower first, second;
  uv::Loop loop;
  for (Thrower* thrower : {&first, &second}) {
    thrower->timer.open(loop);
    thrower->timer.start_at<&Thrower::on_due>(Clock::now() - 1s, *thrower);
  }
  EXPECT_THROW(loop.run(), std::runtime_error);
  loop.run();
}

TEST(UvLoop, TheDestructorClosesWhatIsOpenAndCallsNobody) {
  Counter counter;
  {
    uv::Loop loop;
    counter.timer.open(loop);
    counter.timer.start_at<&Counter::on_due>(Clock::now() - 1s, counter);
  }
  EXPECT_FALSE(counter.timer.is_open());
  EXPECT_EQ(counter.calls, 0);
}

TEST(UvLoop, TheDestructorFinishesAnUnfinishedClose) {
  Counter counter;
  {
    uv::Loop loop;
    counter.timer.open(loop);
    counter.timer.close<&Counter::on_closed>(counter);
  }
  EXPECT_FALSE(counter.timer.is_open());
  EXPECT_EQ(counter.closed, 0);
}

TEST(UvHandle, CloseCallsBackOnceHoweverOftenItIsAsked) {
  Counter counter;
  uv::Loop loop;
  counter.timer.open(loop);
  counter.timer.close<&Counter::on_closed>(counter);
  counter.timer.close<&Counter::on_closed>(counter);
  counter.timer.close();
  loop.run();
  EXPECT_EQ(counter.closed, 1);
}

TEST(UvHandle, IsClosedOnlyWhenTheLoopHasTurned) {
  Counter counter;
  uv::Loop loop;
  EXPECT_FALSE(counter.timer.is_open());
  counter.timer.open(loop);
  counter.timer.close();
  EXPECT_TRUE(counter.timer.is_open());
  loop.run();
  EXPECT_FALSE(counter.timer.is_open());
}

TEST(UvHandle, CanBeOpenedAgainOnAnotherLoop) {
  Counter counter;
  uv::Loop first, second;
  counter.timer.open(first);
  counter.timer.close();
  first.run();
  counter.timer.open(second);
  counter.timer.start_at<&Counter::on_due>(Clock::now(), counter);
  second.run();
  EXPECT_EQ(counter.calls, 1);
}

TEST(UvHandle, ItsOwnerMayDestroyItInTheCloseCallback) {
  struct Owner {
    void on_closed() { self.reset(); }
    std::unique_ptr<Owner>& self;
    uv::Idle idle{};
  };
  std::unique_ptr<Owner> owner;
  owner = std::make_unique<Owner>(owner);
  uv::Loop loop;
  owner->idle.open(loop);
  owner->idle.close<&Owner::on_closed>(*owner);
  loop.run();
  EXPECT_EQ(owner, nullptr);
}

}  // namespace
