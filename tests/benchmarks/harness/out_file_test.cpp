#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>

#include "benchmarks/harness/file_error.hpp"
#include "benchmarks/harness/out_file.hpp"
#include "tests/benchmarks/harness/scratch.hpp"

namespace {

using namespace simul;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::ThrowsMessage;
namespace fs = std::filesystem;

struct Out : testing::Test {
  static bool refuses(const fs::path& place, const std::string& why) {
    return testing::Matches(ThrowsMessage<FileError>(
        AllOf(HasSubstr("--out"), HasSubstr(why), Not(HasSubstr("\n")))))([place] { OutFile out(place); });
  }
  std::size_t files() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder.path), fs::directory_iterator{}));
  }
  Scratch folder;
  fs::path path = folder.path / "results.json";
};

TEST_F(Out, LeavesAnEarlierFileUntilThereIsSomethingBetter) {
  write(path, "earlier");
  const OutFile out(path);
  EXPECT_EQ(read(path), "earlier");
  out.replace({{"round", 1}});
  EXPECT_EQ(Json::parse(read(path)), Json({{"round", 1}}));
  out.finish({{"round", 2}});
  EXPECT_EQ(Json::parse(read(path)), Json({{"round", 2}}));
  EXPECT_EQ(files(), 1U);
}

// A reader that opened the earlier file goes on reading that one: it is replaced, not written over.
TEST_F(Out, ReplacesTheFileAsAWhole) {
  write(path, "earlier, and longer than what comes");
  std::ifstream reader(path);
  OutFile(path).replace(Json::object());
  std::string line;
  std::getline(reader, line);
  EXPECT_EQ(line, "earlier, and longer than what comes");
  EXPECT_EQ(read(path), "{}\n");
}

TEST_F(Out, LeavesNothingBehindWhenNothingIsWritten) {
  { const OutFile out(path); }
  EXPECT_EQ(files(), 0U);
}

TEST_F(Out, MakesMissingFolders) {
  const fs::path deep = folder.path / "a" / "b" / "results.json";
  OutFile(deep).finish(Json::array());
  EXPECT_EQ(read(deep), "[]\n");
}

TEST_F(Out, RefusesAFolder) {
  EXPECT_TRUE(refuses(folder.path, "is a folder"));
  EXPECT_TRUE(refuses(folder.path / "", "is a folder"));
}

// Found out before anything is measured, not when an hour of it is to be saved.
TEST_F(Out, RefusesAPathThatNamesNoFile) {
  EXPECT_TRUE(refuses(folder.path / "new" / "", "names no file"));
  EXPECT_TRUE(refuses("", "names no file"));
}

TEST_F(Out, RefusesAPlaceWhereNothingCanBeWritten) {
  write(path, "a file");
  EXPECT_TRUE(refuses(path / "results.json", "cannot write"));
  EXPECT_TRUE(refuses("/proc/results.json", "cannot write"));
  EXPECT_EQ(read(path), "a file");
}

TEST_F(Out, RefusesAFullDeviceAtOnce) { EXPECT_TRUE(refuses("/dev/full", "No space left")); }

TEST_F(Out, IsWrittenToAPipeOnceAtTheEnd) {
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  const int reader = ::open(path.c_str(), O_RDONLY | O_NONBLOCK);
  const OutFile out(path);
  for (int round = 0; round < 3; ++round) out.replace({{"round", round}});
  out.finish({{"round", 4}});
  std::array<char, 100> text{};
  const auto n = ::read(reader, text.data(), text.size());
  ::close(reader);
  ASSERT_GT(n, 0);
  EXPECT_EQ(Json::parse(std::string(text.data(), static_cast<std::size_t>(n))), Json({{"round", 4}}));
}

TEST_F(Out, SaysWhenTheFileCanNoLongerBeReplaced) {
  const OutFile out(path);
  fs::create_directories(path / "somebody made a folder of it");
  EXPECT_THROW(out.replace(Json::object()), FileError);
  EXPECT_EQ(files(), 1U);
}

// What a contestant printed before it crashed stands in its reason, and that need not be text.
TEST_F(Out, WritesBytesThatAreNoTextAsJsonAllTheSame) {
  OutFile(path).finish({{"reason", "it said: \xff\xfe"}});
  EXPECT_THAT(Json::parse(read(path)).at("reason"), testing::StartsWith("it said: "));
}

}  // namespace
