#include "runtimes/os/scratch.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <stdexcept>
#include <system_error>
#include <vector>

#include "runtimes/os/pipe.hpp"

namespace {

using Bytes = std::vector<std::byte>;

TEST(ScratchFolder, IsRemovedWithAllThatIsInIt) {
  std::filesystem::path path;
  {
    const os::ScratchFolder folder;
    path = folder.path();
    EXPECT_TRUE(std::filesystem::is_directory(path));
    folder.write("one", Bytes(10));
    std::filesystem::create_directory(path / "below");
    std::ofstream(path / "below" / "two") << "2";
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(ScratchFolder, IsRemovedWhenAnExceptionLeavesItsScope) {
  std::filesystem::path path;
  try {
    const os::ScratchFolder folder;
    path = folder.path();
    throw std::runtime_error("and the folder?");
  } catch (const std::runtime_error&) {
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(ScratchFolder, IsOneOfItsOwn) {
  const os::ScratchFolder one, other;
  EXPECT_NE(one.path(), other.path());
}

TEST(ScratchFolder, OutlivesASweepAndOthersWhileItsOwnerLives) {
  const os::ScratchFolder folder;
  os::sweep_scratch_folders();
  { const os::ScratchFolder other; }
  EXPECT_TRUE(std::filesystem::exists(folder.path()));
}

// Sets the environment of this process for one test.
struct KeptFolder : testing::Test {
  KeptFolder() { keeper.keep_for_children(); }
  ~KeptFolder() override { ::unsetenv("SIMUL_SCRATCH"); }
  const os::ScratchFolder keeper;
};

TEST_F(KeptFolder, IsMadeByTheFirstAndFoundFullByTheNext) {
  std::filesystem::path place;
  {
    os::ScratchFolder first("cards");
    EXPECT_FALSE(first.is_full());
    first.write("ace", Bytes(10));
    first.leave();
    place = first.path();
    EXPECT_EQ(place, keeper.path() / "cards");
  }
  const os::ScratchFolder next("cards"), other("dice");
  EXPECT_TRUE(next.is_full());
  EXPECT_EQ(next.path(), place);
  EXPECT_EQ(std::filesystem::file_size(place / "ace"), 10U);
  EXPECT_FALSE(other.is_full());
}

TEST_F(KeptFolder, IsNotThereBeforeAllOfItIsMade) {
  {
    const os::ScratchFolder first("cards");
    first.write("ace", Bytes(10));
    EXPECT_FALSE(os::ScratchFolder("cards").is_full());
  }
  EXPECT_TRUE(std::filesystem::is_empty(keeper.path()));
}

TEST(ScratchFolder, ThatNobodyKeepsGoesWithItsOwner) {
  std::filesystem::path path;
  {
    os::ScratchFolder folder("cards");
    folder.leave();
    path = folder.path();
    EXPECT_TRUE(std::filesystem::exists(path));
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(ScratchFolder, OfAProcessThatWasKilledIsSwept) {
  os::Pipe pipe = os::make_pipe();
  const pid_t child = ::fork();
  if (child == 0) {
    const os::ScratchFolder folder;
    folder.write("file", Bytes(10));
    const std::string path = folder.path();
    const ssize_t written = ::write(pipe.write_end.get(), path.data(), path.size());
    for (;;) ::pause();
    ::_exit(static_cast<int>(written));
  }
  std::string path(1000, ' ');
  path.resize(static_cast<std::size_t>(::read(pipe.read_end.get(), path.data(), path.size())));
  os::sweep_scratch_folders();
  EXPECT_TRUE(std::filesystem::exists(path + "/file"));
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  os::sweep_scratch_folders();
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(ScratchFolder, WritesEachFileOnce) {
  const os::ScratchFolder folder;
  folder.write("file", Bytes(100'000));
  EXPECT_EQ(std::filesystem::file_size(folder.path() / "file"), 100'000U);
  EXPECT_THROW(folder.write("file", Bytes(1)), std::system_error);
  EXPECT_THROW(folder.drop_from_cache("no file"), std::system_error);
}

TEST(ScratchFolder, KnowsWhatIsInMemory) {
  const os::ScratchFolder folder;
  folder.write("empty", {});
  EXPECT_FALSE(folder.is_cached("empty"));
  folder.write("file", Bytes(100'000));
  EXPECT_TRUE(folder.is_cached("file"));
  if (const auto why = os::ScratchFolder::why_always_cached()) GTEST_SKIP() << *why;
  folder.write_back("file");
  folder.drop_from_cache("file");
  EXPECT_FALSE(folder.is_cached("file"));
  std::ifstream file(folder.path() / "file");
  EXPECT_EQ(file.get(), 0);
  EXPECT_TRUE(folder.is_cached("file"));
}

}  // namespace
