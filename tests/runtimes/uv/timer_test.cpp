#include "runtimes/uv/timer.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <chrono>
#include <random>
#include <vector>

#include "runtimes/uv/idle.hpp"

namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

struct Sleeper {
  void on_due() { woke = Clock::now(); }
  void start() { timer.start_at<&Sleeper::on_due>(due, *this); }
  bool early() const { return woke < due; }
  uv::Timer timer;
  Clock::time_point due;
  Clock::time_point woke;  // the epoch: not yet
};

// Keeps the loop turning, each turn a little CPU time, so that its clock is stale when timers start.
struct Busy {
  void on_turn() {
    const auto until = Clock::now() + 300us;
    while (Clock::now() < until) continue;
    for (int i = 0; i < 4 && started < sleepers.size(); ++i, ++started) {
      sleepers[started].due = Clock::now() + std::chrono::nanoseconds(delay(random));
      sleepers[started].start();
    }
    if (started == sleepers.size()) idle.stop();
  }
  uv::Idle idle;
  std::vector<Sleeper> sleepers = std::vector<Sleeper>(400);
  std::size_t started = 0;
  std::mt19937_64 random{444};
  std::uniform_int_distribution<int> delay{0, 5'000'000};
};

TEST(UvTimer, IsNeverEarlyOverRandomDeadlines) {
  std::mt19937_64 random(444);
  std::uniform_int_distribution<int> delay(0, 20'000'000);
  std::vector<Sleeper> sleepers(2000);
  uv::Loop loop;
  for (Sleeper& sleeper : sleepers) {
    sleeper.timer.open(loop);
    sleeper.due = Clock::now() + std::chrono::nanoseconds(delay(random));
    sleeper.start();
  }
  loop.run();
  EXPECT_EQ(std::ranges::count_if(sleepers, &Sleeper::early), 0);
}

TEST(UvTimer, IsNeverEarlyOnABusyLoop) {
  Busy busy;
  uv::Loop loop;
  busy.idle.open(loop);
  for (Sleeper& sleeper : busy.sleepers) sleeper.timer.open(loop);
  busy.idle.start<&Busy::on_turn>(busy);
  loop.run();
  EXPECT_EQ(std::ranges::count_if(busy.sleepers, &Sleeper::early), 0);
}

TEST(UvTimer, FiresInTheOrderOfDeadlines) {
  struct Ordered {
    void on_due() { order->push_back(place); }
    uv::Timer timer;
    int place = 0;
    std::vector<int>* order = nullptr;
  };
  std::vector<Ordered> timers(5);
  std::vector<int> order;
  uv::Loop loop;
  const auto start = Clock::now();
  for (const int place : {3, 1, 4, 0, 2}) {
    auto& timer = timers[static_cast<std::size_t>(place)];
    timer.place = place;
    timer.order = &order;
    timer.timer.open(loop);
    timer.timer.start_at<&Ordered::on_due>(start + place * 2ms, timer);
  }
  loop.run();
  EXPECT_THAT(order, testing::ElementsAre(0, 1, 2, 3, 4));
}

TEST(UvTimer, APastDeadlineFiresOnTheNextTurn) {
  Sleeper sleeper;
  uv::Loop loop;
  sleeper.timer.open(loop);
  sleeper.due = Clock::time_point{} - 1h;
  sleeper.start();
  loop.run();
  EXPECT_NE(sleeper.woke, Clock::time_point{});
}

TEST(UvTimer, StartingAgainMovesTheDeadline) {
  Sleeper sleeper;
  uv::Loop loop;
  sleeper.timer.open(loop);
  sleeper.due = Clock::now() + 24h;
  sleeper.start();
  sleeper.due = Clock::now() + 1ms;
  sleeper.start();
  loop.run();
  EXPECT_FALSE(sleeper.early());
}

TEST(UvTimer, AStoppedOneDoesNotFireNorHoldTheLoop) {
  Sleeper sleeper;
  uv::Loop loop;
  sleeper.timer.open(loop);
  sleeper.due = Clock::now() + 24h;
  sleeper.start();
  sleeper.timer.stop();
  loop.run();
  EXPECT_EQ(sleeper.woke, Clock::time_point{});
}

}  // namespace
