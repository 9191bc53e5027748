#include "runtimes/coro/timer_heap.hpp"

#include <gtest/gtest.h>

#include <deque>
#include <map>
#include <random>
#include <vector>

namespace coro {
namespace {

using Time = TimerHeap::Clock::time_point;
using Timer = TimerHeap::Timer;

Time at(int ns) { return Time(std::chrono::nanoseconds(ns)); }

TEST(TimerHeap, KnowsTheNextDeadline) {
  TimerHeap heap;
  Timer early, late;
  EXPECT_EQ(heap.next_due(), std::nullopt);
  heap.insert(late, at(20));
  heap.insert(early, at(10));
  EXPECT_EQ(heap.next_due(), at(10));
  heap.remove(early);
  EXPECT_EQ(heap.next_due(), at(20));
}

TEST(TimerHeap, GivesOutNothingBeforeItIsDue) {
  TimerHeap heap;
  Timer timer;
  heap.insert(timer, at(10));
  EXPECT_EQ(heap.pop_due(at(9)), nullptr);
  EXPECT_EQ(heap.pop_due(at(10)), &timer);
  EXPECT_TRUE(heap.empty());
}

// Random timers beside a std::multimap that knows the right answers.
class TimerHeapAgainstMap : public testing::Test {
 protected:
  void insert() {
    const Time due = at(static_cast<int>(random_() % 500));  // many share a deadline
    heap_.insert(timers_.emplace_back(), due, mark);
    expected_.emplace(due, &timers_.back());
  }

  void remove_any() {
    const auto victim = std::next(expected_.begin(), static_cast<long>(random_() % expected_.size()));
    heap_.remove(*victim->second);
    expected_.erase(victim);
  }

  void pop() {
    const Time due = *heap_.next_due();
    ASSERT_EQ(due, expected_.begin()->first);
    Timer* const timer = heap_.pop_due(due);
    ASSERT_EQ(timer, expected_.begin()->second) << "of those with one deadline the first to be inserted";
    EXPECT_EQ(timer->mark(), mark) << "is its owner's";
    expected_.erase(expected_.begin());
  }

  static constexpr std::uintptr_t mark = 5;
  std::mt19937 random_{444};
  TimerHeap heap_;
  std::deque<Timer> timers_;
  std::multimap<Time, Timer*> expected_;
};

TEST_F(TimerHeapAgainstMap, PopsInOrderOfDeadline) {
  for (int i = 0; i < 5'000; ++i) insert();
  while (!expected_.empty()) pop();
  EXPECT_TRUE(heap_.empty());
}

TEST_F(TimerHeapAgainstMap, KeepsTheOrderWhileTimersComeAndGo) {
  for (int i = 0; i < 100; ++i) insert();
  for (int i = 0; i < 20'000; ++i) {
    insert();
    if (random_() % 2 == 0)
      remove_any();
    else
      pop();
  }
  EXPECT_EQ(heap_.size(), expected_.size());
}

TEST_F(TimerHeapAgainstMap, IsEmptyAfterAllWereRemoved) {
  for (int i = 0; i < 1'000; ++i) insert();
  while (!expected_.empty()) remove_any();
  EXPECT_EQ(heap_.next_due(), std::nullopt);
}

}  // namespace
}  // namespace coro
