#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <stdexcept>

#include "tests/benchmarks/harness/diary.hpp"

namespace {

using namespace simul;
using testing::HasSubstr;
using testing::ThrowsMessage;

TEST(InFlight, IsOneForTasksThatFollowEachOther) {
  Diary diary(3, 2);
  diary.task(0, 100, 200);
  diary.task(1, 200, 300);  // touches, and so does not overlap
  diary.task(2, 300, 400);
  const auto account = diary.over(300);
  EXPECT_DOUBLE_EQ(account.mean, 1);
  EXPECT_EQ(account.peak, 1U);
}

// 0..10, 2..6, 4..8 and 9..10: a residence of 10 + 4 + 4 + 1 within 10.
TEST(InFlight, IsTheSumOfResidenceOverTheWall) {
  Diary diary(4, 2);
  diary.task(0, 1000, 1010);
  diary.task(1, 1002, 1006);
  diary.task(2, 1004, 1008);
  diary.task(3, 1009, 1010);
  const auto account = diary.over(10);
  EXPECT_DOUBLE_EQ(account.mean, 1.9);
  EXPECT_EQ(account.peak, 3U);
  EXPECT_EQ(account.early_wakes, 0U);
}

TEST(InFlight, CountsIdleTimeAsNobody) {
  Diary diary(1, 2);
  diary.task(0, 0, 25);
  EXPECT_DOUBLE_EQ(diary.over(100).mean, 0.25);
}

TEST(InFlight, FindsEveryWaitThatEndedTooSoon) {
  Diary diary(1, 8);
  diary.note(0, 0, Moment::begin);
  diary.note(10, 0, Moment::wait, 50);
  diary.note(59, 0, Moment::wake);  // early by 1
  diary.note(60, 0, Moment::wait, 50);
  diary.note(110, 0, Moment::wake);  // on time
  diary.note(120, 0, Moment::wait, 50);
  diary.note(400, 0, Moment::wake);  // late
  diary.note(400, 0, Moment::end);
  EXPECT_EQ(diary.over(400).early_wakes, 1U);
}

TEST(InFlight, CountsWhatAForkedChildDid) {
  Diary diary(2, 2);
  diary.task(0, 0, 100);
  const pid_t child = ::fork();
  if (child == 0) {
    diary.task(1, 50, 100);
    ::_exit(0);
  }
  ASSERT_EQ(::waitpid(child, nullptr, 0), child);
  EXPECT_DOUBLE_EQ(diary.over(100).mean, 1.5);
  EXPECT_EQ(diary.over(100).peak, 2U);
}

TEST(InFlight, RefusesATaskThatDidNotEnd) {
  Diary diary(2, 4);
  diary.task(0, 0, 10);
  diary.note(0, 1, Moment::begin);
  diary.note(1, 1, Moment::wait, 1);
  EXPECT_THAT([&] { diary.over(10); }, ThrowsMessage<std::runtime_error>(HasSubstr("task 1 did not")));
}

TEST(InFlight, RefusesATaskThatNeverBegan) {
  const Diary nothing(1, 2);
  EXPECT_THROW(nothing.over(10), std::runtime_error);
  Diary end_only(1, 2);
  end_only.note(0, 0, Moment::end);
  EXPECT_THROW(end_only.over(10), std::runtime_error);
}

TEST(InFlight, RefusesATaskThatLivedTwice) {
  Diary diary(1, 4);
  diary.task(0, 0, 10);
  diary.task(0, 20, 30);
  EXPECT_THROW(diary.over(30), std::runtime_error);
}

TEST(InFlight, RefusesAJournalThatLostNotes) {
  Diary diary(1, 2);
  for (const auto moment : {Moment::begin, Moment::wait, Moment::wake, Moment::end})
    diary.journal.note(0, moment);
  EXPECT_THAT([&] { diary.over(10); }, ThrowsMessage<std::runtime_error>(HasSubstr("lost 2 notes")));
}

TEST(InFlight, RefusesNotesThatDoNotFollowFromEachOther) {
  Diary diary(1, 4);
  diary.note(0, 0, Moment::begin);
  diary.note(1, 0, Moment::acquire);  // of what it never asked for
  diary.note(2, 0, Moment::end);
  EXPECT_THAT([&] { diary.over(10); }, ThrowsMessage<std::runtime_error>(HasSubstr("note 1 of task 0")));
}

TEST(InFlight, RefusesTasksThatOutliveTheRun) {
  Diary diary(1, 2);
  diary.task(0, 0, 11);
  EXPECT_THAT([&] { diary.over(10); }, ThrowsMessage<std::runtime_error>(HasSubstr("outside the run")));
}

}  // namespace
