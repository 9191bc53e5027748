#include "benchmarks/harness/journal.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <thread>

namespace {

using namespace std::chrono_literals;
using simul::Journal;
using simul::Moment;

TEST(Journal, KeepsEachTasksNotesInTheirOrder) {
  Journal journal(2, 3);
  journal.note(1, Moment::begin);
  journal.note(0, Moment::begin);
  journal.note(1, Moment::wait, 250us);
  journal.note(1, Moment::end);
  ASSERT_EQ(journal.of(1).size(), 3U);
  EXPECT_EQ(journal.of(0).size(), 1U);
  EXPECT_EQ(journal.of(1)[1].moment, Moment::wait);
  EXPECT_EQ(journal.of(1)[1].nominal_ns, 250'000);
  EXPECT_EQ(journal.of(1)[2].nominal_ns, 0);
  EXPECT_LE(journal.of(1)[0].at_ns, journal.of(0)[0].at_ns);
  EXPECT_EQ(journal.lost(), 0U);
}

TEST(Journal, CountsWhatItHadNoRoomFor) {
  Journal journal(3, 2);
  for (int i = 0; i < 5; ++i) journal.note(1, Moment::begin);
  journal.note(2, Moment::end);
  EXPECT_EQ(journal.of(1).size(), 2U);
  EXPECT_EQ(journal.lost(), 3U);
  ASSERT_EQ(journal.of(2).size(), 1U);  // nobody's notes ran over into the next row
  EXPECT_EQ(journal.of(2)[0].moment, Moment::end);
}

TEST(Journal, IsEmptyAgainAfterClear) {
  Journal journal(2, 1);
  for (const std::size_t task : {0U, 1U, 1U}) journal.note(task, Moment::begin);
  journal.clear();
  EXPECT_TRUE(journal.of(0).empty());
  EXPECT_TRUE(journal.of(1).empty());
  EXPECT_EQ(journal.lost(), 0U);
}

TEST(Journal, MayHaveNoTasks) { EXPECT_EQ(Journal(0, 0).lost(), 0U); }

TEST(Journal, IsSharedWithAForkedChildThatHasALaneOfItsOwn) {
  Journal journal(1, 4);
  journal.note(0, Moment::begin);
  const pid_t child = ::fork();
  if (child == 0) {
    journal.note(0, Moment::block);
    ::_exit(0);
  }
  int status = -1;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  journal.note(0, Moment::end);
  ASSERT_EQ(journal.of(0).size(), 3U);
  EXPECT_EQ(journal.of(0)[0].lane, static_cast<std::uint32_t>(::gettid()));
  EXPECT_EQ(journal.of(0)[1].lane, static_cast<std::uint32_t>(child));
  EXPECT_EQ(journal.of(0)[2].lane, journal.of(0)[0].lane);
  EXPECT_LE(journal.of(0)[0].at_ns, journal.of(0)[1].at_ns);
  EXPECT_LE(journal.of(0)[1].at_ns, journal.of(0)[2].at_ns);
}

TEST(Journal, GivesEveryThreadALane) {
  Journal journal(2, 1);
  journal.note(0, Moment::begin);
  std::thread([&] { journal.note(1, Moment::begin); }).join();
  EXPECT_NE(journal.of(0)[0].lane, journal.of(1)[0].lane);
}

}  // namespace
