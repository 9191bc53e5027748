#include "benchmarks/io/files/workload.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "benchmarks/harness/contestant.hpp"

namespace files {
namespace {

using Bytes = std::vector<std::byte>;

const Parameters small{.files = 3, .bytes = 100, .cold = 0};

// What is read goes through `spoil`: it may differ from what is in the file.
Answer read(const Parameters& p, std::uint64_t nonce, auto spoil) {
  Answer answer;
  for (std::size_t file = 0; file < p.count(); ++file) {
    Bytes bytes = files::content(p, file);
    spoil(bytes, file);
    answer.push_back(files::check(bytes, file, nonce));
  }
  return answer;
}
void honestly(Bytes&, std::size_t) {}

TEST(Files, AcceptsWhatIsInThem) {
  for (const std::int64_t bytes : {1, 7, 8, 31, 32, 33, 100, 4096, 10'000}) {
    const Parameters p{3, bytes, 0};
    EXPECT_EQ(files::content(p, 0).size(), p.size());
    EXPECT_EQ(Workload::verify(p, 7, read(p, 7, honestly)), std::nullopt) << bytes;
  }
}

TEST(Files, RejectsEveryByteThatChanged) {
  for (std::size_t at = 0; at < small.size(); ++at) {
    const auto change = [at](Bytes& bytes, std::size_t file) {
      if (file == 2) bytes[at] ^= std::byte{0x80};
    };
    EXPECT_EQ(Workload::verify(small, 7, read(small, 7, change)), "file 2: its checksum is wrong") << at;
  }
}

TEST(Files, RejectsBytesInAnotherOrder) {
  const auto rotate = [](Bytes& bytes, std::size_t) { std::ranges::rotate(bytes, bytes.begin() + 32); };
  EXPECT_EQ(Workload::verify(small, 7, read(small, 7, rotate)), "file 0: its checksum is wrong");
}

TEST(Files, RejectsAFileThatWasNotReadToTheEnd) {
  const auto cut = [](Bytes& bytes, std::size_t) { bytes.pop_back(); };
  EXPECT_EQ(Workload::verify(small, 7, read(small, 7, cut)), "file 0: 99 bytes were read, not 100");
}

TEST(Files, RejectsTheChecksumsOfAnotherRun) {
  EXPECT_EQ(Workload::verify(small, 8, read(small, 7, honestly)), "file 0: its checksum is wrong");
}

TEST(Files, RejectsAFileThatWasNotRead) {
  auto answer = read(small, 7, honestly);
  answer[1] = {};
  EXPECT_EQ(Workload::verify(small, 7, answer), "file 1: 0 bytes were read, not 100");
  answer.pop_back();
  EXPECT_EQ(Workload::verify(small, 7, answer), "2 files were read");
}

TEST(Files, RejectsAFileThatWasReadForAnother) {
  auto answer = read(small, 7, honestly);
  std::swap(answer[0], answer[1]);
  EXPECT_NE(Workload::verify(small, 7, answer), std::nullopt);
  const auto take_first = [](Bytes& bytes, std::size_t) { bytes = files::content(small, 0); };
  EXPECT_EQ(Workload::verify(small, 7, read(small, 7, take_first)), "file 1: its checksum is wrong");
}

// A folder that notes what is done with it.
struct NotedFolder {
  static inline std::map<std::string, Bytes> written;
  static inline std::vector<std::string> dropped, written_back;
  static inline bool full = false;
  static std::optional<std::string> why_always_cached() { return "made of glass"; }

  explicit NotedFolder(std::string name) : name_(std::move(name)) {}
  bool is_full() const { return full; }
  void leave() { name_ = "kept-" + name_; }

  std::filesystem::path path() const { return "/" + name_; }
  void write(const std::string& name, const Bytes& bytes) const { written[name] = bytes; }
  void write_back(const std::string& name) const { written_back.push_back(name); }
  void drop_from_cache(const std::string& name) const { dropped.push_back(name); }

 private:
  std::string name_;
};

class FilesShelf : public testing::Test {
 protected:
  FilesShelf() {
    NotedFolder::written.clear(), NotedFolder::dropped.clear(), NotedFolder::written_back.clear();
    NotedFolder::full = false;
  }
};

TEST_F(FilesShelf, HoldsAFileForEachNumber) {
  const Shelf<NotedFolder> shelf(small);
  ASSERT_EQ(shelf.size(), 3U);
  EXPECT_EQ(shelf[2], "/kept-files-3-100-0/2");  // where they are left
  ASSERT_EQ(NotedFolder::written.size(), 3U);
  EXPECT_EQ(NotedFolder::written["2"], files::content(small, 2));
}

TEST_F(FilesShelf, TakesThoseThatAreThereAlready) {
  NotedFolder::full = true;
  const Shelf<NotedFolder> shelf(small);
  EXPECT_EQ(shelf[2], "/files-3-100-0/2");
  EXPECT_TRUE(NotedFolder::written.empty());
}

TEST_F(FilesShelf, IsLeftInMemoryWhenItIsToBeWarm) {
  Shelf<NotedFolder>(small).prepare();
  EXPECT_THAT(NotedFolder::dropped, testing::IsEmpty());
  EXPECT_EQ(Shelf<NotedFolder>::unsupported(small), std::nullopt);
}

TEST_F(FilesShelf, LeavesMemoryBeforeEachRunWhenItIsToBeCold) {
  const Parameters cold{2, 100, 1};
  const Shelf<NotedFolder> shelf(cold);
  EXPECT_THAT(NotedFolder::written_back, testing::ElementsAre("0", "1"));
  EXPECT_THAT(NotedFolder::dropped, testing::IsEmpty());
  shelf.prepare();
  shelf.prepare();
  EXPECT_THAT(NotedFolder::dropped, testing::ElementsAre("0", "1", "0", "1"));
  EXPECT_EQ(Shelf<NotedFolder>::unsupported(cold), "made of glass");
}

TEST(Files, HaveABoundOfChecksums) {
  const Parameters p{10, 4096, 0};
  EXPECT_DOUBLE_EQ(simul::ideal_s<Workload>(p, 1, 0.2), 0.2);
  EXPECT_DOUBLE_EQ(simul::ideal_s<Workload>(p, 2, 0.2), 0.1);
  EXPECT_DOUBLE_EQ(simul::ideal_s<Workload>(p, 64, 0.2), 0.02);  // a file is checked by one
  EXPECT_EQ(Workload::bounds(p, 2, 0.2)[0].first, "checksums");
  EXPECT_EQ(Workload::bounds(p, 2, 0.2)[1].first, "longest_task");
  EXPECT_DOUBLE_EQ(Workload::kernel_calls(p), 10);
}

TEST(Files, HaveAKernelThatChecksOneOfThem) {
  for (const Parameters& p : {Parameters{10, 4096, 0}, Parameters{10, 100, 1}, Parameters{3, 4096, 0}})
    EXPECT_EQ(Workload::kernel(p), files::check(files::content(p, 0), 0, 0).checksum);
}

}  // namespace
}  // namespace files
