#include "runtimes/os/scratch_file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <set>
#include <sstream>
#include <system_error>
#include <thread>
#include <vector>

namespace {

TEST(ScratchFile, HasWhatWasAppendedUntilItIsCleared) {
  const os::ScratchFile file;
  EXPECT_EQ(file.contents(), "");
  file.append("one\n");
  file.append("two\n");
  EXPECT_EQ(file.contents(), "one\ntwo\n");
  file.clear();
  EXPECT_EQ(file.contents(), "");
  file.append("three\n");
  EXPECT_EQ(file.contents(), "three\n");
}

TEST(ScratchFile, HasNoName) {
  const os::ScratchFile file;
  struct stat status {};
  ASSERT_EQ(::fstat(file.fd(), &status), 0);
  EXPECT_EQ(status.st_nlink, 0U);
  EXPECT_TRUE(S_ISREG(status.st_mode));
}

TEST(ScratchFile, KeepsTogetherWhatOneCallAppends) {
  const os::ScratchFile file;
  {
    std::vector<std::jthread> writers;
    for (char letter = 'a'; letter < 'e'; ++letter) {
      writers.emplace_back([&file, letter] {
        for (int i = 0; i < 200; ++i) file.append(std::string(300, letter) + '\n');
      });
    }
  }
  std::istringstream lines(file.contents());
  std::multiset<std::string> found;
  for (std::string line; std::getline(lines, line);) found.insert(line);
  for (char letter = 'a'; letter < 'e'; ++letter) EXPECT_EQ(found.count(std::string(300, letter)), 200U);
  EXPECT_EQ(found.size(), 800U);
}

}  // namespace
