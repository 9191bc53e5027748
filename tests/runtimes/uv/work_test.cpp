#include "runtimes/uv/work.hpp"

#include <gmock/gmock.h>

#include <stdexcept>
#include <thread>
#include <vector>

#include "runtimes/uv/pool.hpp"

namespace {

struct Square {
  void on_pool() { result = value * value; }
  void on_loop() { reported_on = std::this_thread::get_id(); }
  uv::Work work;
  int value = 0;
  int result = 0;
  std::thread::id reported_on;
};

struct Failing {
  void on_pool() { throw std::runtime_error("on the pool"); }
  void on_loop() { ++reported; }
  uv::Work work;
  int reported = 0;
};

TEST(UvWork, RunsOnThePoolAndReportsOnTheLoopsThread) {
  uv::size_pool(3);
  std::vector<Square> squares(100);
  uv::Loop loop;
  for (int i = 0; Square & square : squares) {
    square.value = i++;
    square.work.queue<&Square::on_pool, &Square::on_loop>(loop, square);
  }
  loop.run();
  for (const Square& square : squares) {
    EXPECT_EQ(square.result, square.value * square.value);
    EXPECT_EQ(square.reported_on, std::this_thread::get_id());
  }
}

TEST(UvWork, RunRethrowsWhatThePoolThrew) {
  uv::size_pool(3);
  Failing failing;
  uv::Loop loop;
  failing.work.queue<&Failing::on_pool, &Failing::on_loop>(loop, failing);
  EXPECT_THAT([&] { loop.run(); }, testing::ThrowsMessage<std::runtime_error>("on the pool"));
  EXPECT_EQ(failing.reported, 0);
}

TEST(UvWork, ManyFailuresLeaveNothingBehind) {
  uv::size_pool(3);
  std::vector<Failing> failing(50);
  uv::Loop loop;
  for (Failing& one : failing) one.work.queue<&Failing::on_pool, &Failing::on_loop>(loop, one);
  EXPECT_THROW(loop.run(), std::runtime_error);
}

TEST(UvWork, MayBeQueuedAgainFromItsReport) {
  struct Chain {
    void on_pool() { ++steps; }
    void on_loop() {
      if (steps < 20) work.queue<&Chain::on_pool, &Chain::on_loop>(*loop, *this);
    }
    uv::Work work;
    uv::Loop* loop;
    int steps = 0;
  };
  uv::size_pool(3);
  Chain chain{.work = {}, .loop = nullptr};
  uv::Loop loop;
  chain.loop = &loop;
  chain.on_loop();
  loop.run();
  EXPECT_EQ(chain.steps, 20);
}

TEST(UvWork, ADestroyedLoopWaitsForTheWorkAndReportsNothing) {
  uv::size_pool(3);
  Square square;
  square.value = 9;
  {
    uv::Loop loop;
    square.work.queue<&Square::on_pool, &Square::on_loop>(loop, square);
  }
  EXPECT_EQ(square.result, 81);
  EXPECT_EQ(square.reported_on, std::thread::id{});
}

TEST(UvWork, CallbacksMayBeAnyFunctionOfTheOwner) {
  uv::size_pool(3);
  Square square;
  uv::Loop loop;
  square.work.queue<[](Square& self) { self.result = 7; }, [](Square& self) { self.value = self.result; }>(
      loop, square);
  loop.run();
  EXPECT_EQ(square.value, 7);
}

}  // namespace
