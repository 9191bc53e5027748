#include "benchmarks/harness/account.hpp"

#include <gmock/gmock.h>

#include <algorithm>

#include "tests/benchmarks/harness/diary.hpp"

namespace {

using namespace simul;
using testing::HasSubstr;

// Two threads, one task each, one lock, T = 100. Task 0: on CPU for 8 of 0..10 (2 in the run queue), waits 10..40 for
// nominally 20, of the 10 late 4 in the run queue; runs 40..50. Task 1: asks at 0, gets at 30, 5 of them in the run
// queue; runs 30..60, for 28 of it on a CPU.
struct TwoThreads : Diary {
  explicit TwoThreads(bool with_clocks = true) : Diary(2, 8) {
    journal.read_clocks(with_clocks);
    add(0, 0, Moment::begin, {100, 0});
    add(10, 0, Moment::wait, {108, 2}, 20);
    add(40, 0, Moment::wake, {109, 6});
    add(50, 0, Moment::end, {119, 6});
    add(0, 1, Moment::begin, {0, 50});
    add(0, 1, Moment::block, {0, 50});
    add(30, 1, Moment::acquire, {1, 55});
    add(60, 1, Moment::end, {29, 57});
  }

 private:
  void add(std::int64_t at, std::size_t task, Moment moment, LaneClocks clocks, std::int64_t nominal = 0) {
    note(at, task, moment, static_cast<std::uint32_t>(7 + task), clocks, nominal);
  }
};

TEST(Account, AddsUpToWhatIsInFlight) {
  const Account a = TwoThreads().over(100, Lanes::per_task);
  EXPECT_DOUBLE_EQ(a.mean, 1.1);
  EXPECT_DOUBLE_EQ(a.running.value.value(), 0.46);           // 8 + 10 + 28
  EXPECT_DOUBLE_EQ(a.waiting.value.value(), 0.20);           // as long as it should
  EXPECT_DOUBLE_EQ(a.queued_run_queue.value.value(), 0.13);  // 2 + 4, 5 + 2
  EXPECT_DOUBLE_EQ(a.queued_lock.value.value(), 0.25);
  EXPECT_DOUBLE_EQ(a.queued_runtime.value.value(), 0.06);
  EXPECT_NEAR(a.residual.value.value(), 0, 1e-12);
  EXPECT_DOUBLE_EQ(a.mean_residence_s, 55e-9);
  EXPECT_EQ(a.little_error, 0);
}

// The thread served others while the task waited: what it queued for then is not the task's.
TEST(Account, OfALoopTakesTheRunQueueFromBurstsOnly) {
  const Account a = TwoThreads().over(100, Lanes::workers);
  EXPECT_DOUBLE_EQ(a.queued_run_queue.value.value(), 0.04);
  EXPECT_DOUBLE_EQ(a.queued_lock.value.value(), 0.30);
  EXPECT_DOUBLE_EQ(a.queued_runtime.value.value(), 0.10);
  EXPECT_NEAR(a.residual.value.value(), 0, 1e-12);
}

TEST(Account, LeavesARestWhereATaskNeitherRanNorQueued) {
  Diary diary(1, 2);
  diary.journal.read_clocks(true);
  diary.note(0, 0, Moment::begin, 1, {0, 0});
  diary.note(100, 0, Moment::end, 1, {60, 15});
  EXPECT_DOUBLE_EQ(diary.over(100).residual.value.value(), 0.25);
}

// A run delay beyond the lateness fell into the wait itself, where nobody missed the task.
TEST(Account, DoesNotChargeAWaitForMoreThanItsLateness) {
  Diary diary(1, 4);
  diary.journal.read_clocks(true);
  diary.note(0, 0, Moment::begin, 1, {0, 0});
  diary.note(0, 0, Moment::wait, 1, {0, 0}, 50);
  diary.note(60, 0, Moment::wake, 1, {0, 30});
  diary.note(60, 0, Moment::end, 1, {0, 30});
  const Account a = diary.over(100, Lanes::per_task);
  EXPECT_DOUBLE_EQ(a.waiting.value.value(), 0.5);
  EXPECT_DOUBLE_EQ(a.queued_run_queue.value.value(), 0.1);
  EXPECT_DOUBLE_EQ(a.queued_runtime.value.value(), 0);
}

TEST(Account, WithoutClocksKnowsOnlyWhatTheWallTells) {
  const Account loop = TwoThreads(false).over(100, Lanes::one);
  EXPECT_THAT(loop.running.reason, HasSubstr("not read"));
  EXPECT_THAT(loop.queued_run_queue.reason, HasSubstr("not read"));
  EXPECT_THAT(loop.residual.reason, HasSubstr("not every term"));
  EXPECT_DOUBLE_EQ(loop.waiting.value.value(), 0.2);
  EXPECT_DOUBLE_EQ(loop.queued_runtime.value.value(), 0.1);
  EXPECT_DOUBLE_EQ(loop.queued_lock.value.value(), 0.3);
  const Account threads = TwoThreads(false).over(100, Lanes::per_task);
  EXPECT_FALSE(threads.queued_runtime.value);  // some of it is the run queue's
  EXPECT_FALSE(threads.queued_lock.value);
  EXPECT_DOUBLE_EQ(threads.waiting.value.value(), 0.2);
}

TEST(Account, KnowsNoRunQueueWhereTheKernelKeepsNone) {
  Diary diary(1, 2);
  diary.journal.read_clocks(true);
  diary.note(0, 0, Moment::begin, 1, {0, -1});
  diary.note(100, 0, Moment::end, 1, {60, -1});
  const Account a = diary.over(100);
  EXPECT_DOUBLE_EQ(a.running.value.value(), 0.6);
  EXPECT_THAT(a.queued_run_queue.reason, HasSubstr("schedstat"));
  EXPECT_FALSE(a.residual.value);
}

TEST(Account, DoesNotShareOneThreadsClockAmongTasksThatOverlap) {
  Diary diary(2, 2);
  diary.journal.read_clocks(true);
  diary.note(0, 0, Moment::begin, 1, {0, 0});
  diary.note(10, 1, Moment::begin, 1, {10, 0});
  diary.note(90, 0, Moment::end, 1, {90, 0});
  diary.note(95, 1, Moment::end, 1, {95, 0});
  EXPECT_THAT(diary.over(100).running.reason, HasSubstr("overlap on one thread"));
}

TEST(Account, TakesNoDifferenceOfTwoThreadsClocks) {
  Diary diary(1, 2);
  diary.journal.read_clocks(true);
  diary.note(0, 0, Moment::begin, 1, {1000, 0});
  diary.note(90, 0, Moment::end, 2, {5, 0});
  EXPECT_THAT(diary.over(100).running.reason, HasSubstr("changed threads"));
}

// An item that one thread makes, 10 on its CPU, and another one uses: each burst is on one thread, and so known.
TEST(Account, KnowsNoRunQueueOfATaskThatIsHandedOn) {
  Diary diary(1, 4);
  diary.journal.read_clocks(true);
  diary.note(0, 0, Moment::begin, 1, {1000, 3});
  diary.note(10, 0, Moment::wait, 1, {1010, 3});
  diary.note(60, 0, Moment::wake, 2, {5, 0});
  diary.note(80, 0, Moment::end, 2, {25, 0});
  const Account threads = diary.over(100, Lanes::per_task);
  EXPECT_DOUBLE_EQ(threads.running.value.value(), 0.3);
  EXPECT_DOUBLE_EQ(threads.waiting.value.value(), 0);
  EXPECT_THAT(threads.queued_run_queue.reason, HasSubstr("woke up in another"));
  EXPECT_FALSE(threads.queued_runtime.value);
  const Account pool = diary.over(100, Lanes::workers);
  EXPECT_DOUBLE_EQ(pool.queued_runtime.value.value(), 0.5);
  EXPECT_NEAR(pool.residual.value.value(), 0, 1e-12);
}

TEST(Account, DoesNotCallWaitsWithinSystemCallsNoWaits) {
  Diary diary(1, 4);
  diary.task(0, 0, 100);
  EXPECT_THAT(diary.over(100, Lanes::one, true).waiting.reason, HasSubstr("system calls"));
  EXPECT_FALSE(diary.over(100, Lanes::one, true).queued_runtime.value);
  EXPECT_DOUBLE_EQ(diary.over(100, Lanes::one, false).waiting.value.value(), 0);
}

// Residences of 10, 10 and 20: x = 2, 2, 1 (times 1/20), 25 / (3 x 9).
TEST(Account, TellsHowAlikeTheTasksFared) {
  Diary diary(3, 2);
  diary.task(0, 0, 10);
  diary.task(1, 0, 10);
  diary.task(2, 0, 20);
  EXPECT_DOUBLE_EQ(diary.over(20).fairness.value.value(), 25.0 / 27);
}

double named_value(const Account& account, std::string_view name) {
  const auto metrics = named(account, "");
  return std::ranges::find(metrics, name, &NamedMetrics::value_type::first)->second.value.value();
}

// 0..10, 2..6, 4..8 and 9..10: two or more for 2..8 and 9..10, of which the bound needs 0.9 / 2.
TEST(Witness, OfConcurrencyIsALowerBound) {
  Diary diary(4, 2);
  diary.task(0, 0, 10);
  diary.task(1, 2, 6);
  diary.task(2, 4, 8);
  diary.task(3, 9, 10);
  EXPECT_DOUBLE_EQ(named_value(diary.over(10), "concurrent_share"), 0.45);
  EXPECT_LE(named_value(diary.over(10), "concurrent_share"), 0.7);
  EXPECT_DOUBLE_EQ(named_value(Account{.mean = 0.5, .peak = 1}, "concurrent_share"), 0);
  EXPECT_DOUBLE_EQ(named_value(Account{.mean = 0.5, .peak = 3}, "concurrent_share"), 0);
}

TEST(Witness, OfParallelismIsALowerBound) {
  EXPECT_DOUBLE_EQ(parallel_share(Metric::known(1.5), 2).value.value(), 0.5);
  EXPECT_DOUBLE_EQ(parallel_share(Metric::known(2.5), 4).value.value(), 0.5);
  EXPECT_DOUBLE_EQ(parallel_share(Metric::known(0.5), 2).value.value(), 0);
  EXPECT_THAT(parallel_share(Metric::known(1), 1).reason, HasSubstr("one CPU"));
}

TEST(Account, ThatThereIsNotHasAReasonUnderEveryName) {
  const auto metrics = named(std::nullopt, "because");
  EXPECT_EQ(metrics.size(), 13U);
  for (const auto& [name, metric] : metrics) {
    EXPECT_FALSE(metric.value) << name;
    EXPECT_EQ(metric.reason, "because") << name;
  }
}

// 10,000 notes and 2 lanes are 14.03 ms: at most 3 % of one CPU's 468 ms, or of two CPUs' 234 ms.
TEST(Clocks, AreReadOnlyWhereTheyDoNotDisturb) {
  EXPECT_TRUE(clocks_affordable(10'000, 2, 0.235, 2));
  EXPECT_FALSE(clocks_affordable(10'000, 2, 0.233, 2));
  EXPECT_FALSE(clocks_affordable(10'000, 2, 0.235, 1));
  EXPECT_FALSE(clocks_affordable(10'000, 1, 0.235, 64));  // one lane uses one CPU
}

}  // namespace
