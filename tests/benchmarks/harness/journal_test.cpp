#include "benchmarks/harness/journal.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "benchmarks/harness/lane.hpp"

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

// Burns `ns` of this thread's CPU time.
void burn(std::int64_t ns) {
  const std::int64_t start = simul::lane::cpu_ns();
  while (simul::lane::cpu_ns() - start < ns) continue;
}

TEST(Journal, HasItsWritersClocksWhereTheyAreWanted) {
  Journal journal(1, 2);
  journal.note(0, Moment::begin);
  EXPECT_TRUE(journal.clocks_of(0).empty());
  journal.read_clocks(true);
  journal.clear();
  journal.note(0, Moment::begin);
  burn(2'000'000);
  journal.note(0, Moment::end);
  const auto clocks = journal.clocks_of(0);
  ASSERT_EQ(clocks.size(), 2U);
  EXPECT_GE(clocks[1].cpu_ns - clocks[0].cpu_ns, 2'000'000);
  EXPECT_LE(clocks[1].cpu_ns - clocks[0].cpu_ns, journal.of(0)[1].at_ns - journal.of(0)[0].at_ns + 100'000);
  EXPECT_GE(clocks[1].run_delay_ns, clocks[0].run_delay_ns);
}

// Which threads' run delays this process can read.
std::vector<std::string> open_schedstats() {
  std::vector<std::string> found;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
    std::error_code gone;  // the iterator's own
    const auto target = std::filesystem::read_symlink(entry.path(), gone).string();
    if (target.ends_with("/schedstat")) found.push_back(target);
  }
  return found;
}

// What a thread used is not what its process used: a forked child must not go on reading its parent's descriptor.
TEST(Journal, ReadsTheClocksOfTheForkedChildThatWrites) {
  Journal journal(1, 2);
  journal.read_clocks(true);
  burn(20'000'000);
  journal.note(0, Moment::begin);
  const pid_t child = ::fork();
  if (child == 0) {
    journal.note(0, Moment::end);
    ::_exit(open_schedstats() == std::vector{"/proc/" + std::to_string(::getpid()) + "/task/" +
                                             std::to_string(::getpid()) + "/schedstat"}
                ? 0
                : 1);
  }
  int status = -1;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  EXPECT_LT(journal.clocks_of(0)[1].cpu_ns, journal.clocks_of(0)[0].cpu_ns);
}

std::size_t open_descriptors() {
  std::size_t n = 0;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) n += entry.is_symlink();
  return n;
}

TEST(Journal, ClosesTheDescriptorOfAThreadThatEnds) {
  Journal journal(1, 1);
  journal.read_clocks(true);
  const auto before = open_descriptors();
  std::thread([&] {
    journal.note(0, Moment::begin);
    EXPECT_EQ(open_descriptors(), before + 1);
  }).join();
  EXPECT_EQ(open_descriptors(), before);
}

// A pool that was forked before it was decided.
TEST(Journal, TellsProcessesThatWereForkedBeforeToReadTheirClocks) {
  Journal journal(1, 1);
  int go[2];
  ASSERT_EQ(::pipe(go), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    char byte;
    if (::read(go[0], &byte, 1) == 1) journal.note(0, Moment::begin);
    ::_exit(0);
  }
  journal.read_clocks(true);
  ASSERT_EQ(::write(go[1], "x", 1), 1);
  ASSERT_EQ(::waitpid(child, nullptr, 0), child);
  ASSERT_EQ(journal.clocks_of(0).size(), 1U);
  EXPECT_GT(journal.clocks_of(0)[0].cpu_ns, 0);
  ::close(go[0]);
  ::close(go[1]);
}

}  // namespace
