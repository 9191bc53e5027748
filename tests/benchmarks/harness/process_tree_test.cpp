#include "benchmarks/harness/process_tree.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <latch>
#include <thread>
#include <vector>

#include "tests/benchmarks/harness/family.hpp"

namespace {

using namespace simul;
using testing::AllOf;
using testing::AnyOf;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

TEST(ProcessTree, HasChildrenAndGrandchildren) {
  const Relative root([] {}, [] {});
  EXPECT_THAT(descendants(root.pid), ElementsAre(root.grandchild.value()));
  EXPECT_THAT(descendants(root.grandchild.value()), IsEmpty());
  EXPECT_THAT(descendants(::getpid()), AllOf(Contains(root.pid), Contains(root.grandchild.value())));
}

// A contestant's counterpart, such as the server of io/fetch.
TEST(ProcessTree, LeavesOutWhoLeftTheProcessGroupWithAllThatIsBelow) {
  const Relative stays([] {}, [] {});
  const Relative leaves([] { ::setpgid(0, 0); }, [] {});
  EXPECT_THAT(descendants(::getpid()), AllOf(Contains(stays.pid), Contains(stays.grandchild.value())));
  EXPECT_THAT(descendants(::getpid()), Not(AnyOf(Contains(leaves.pid), Contains(leaves.grandchild.value()))));
  EXPECT_THAT(counterparts(::getpid()), ElementsAre(leaves.pid));
  EXPECT_THAT(counterparts(stays.pid), IsEmpty());
}

TEST(ProcessTree, OfNobodyIsEmptyAndUsesNothing) {
  pid_t gone = 0;
  {
    gone = Relative([] {}).pid;
  }
  EXPECT_TRUE(descendants(gone).empty());
  EXPECT_EQ(rss_bytes(gone), 0);
  EXPECT_EQ(pss_bytes(gone), 0);
  EXPECT_EQ(footprint_bytes_of_tree(gone), 0);
}

// Children that share memory have it once together in PSS, and each in RSS. It is much larger than this binary: when other
// tests of the binary begin or end meanwhile, its code is shared by more or fewer, and PSS changes by some of that.
TEST(ProcessTree, CountsSharedPagesOnce) {
  constexpr std::int64_t size = 256 << 20;
  auto* shared =
      static_cast<char*>(::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
  ASSERT_NE(shared, MAP_FAILED);
  const std::int64_t before = pss_bytes_of_tree(::getpid());
  // By the kernel: a store of ours would bring in a sanitizer's shadow pages too, which nobody shares.
  const auto touch = [&] { ::madvise(shared, size, MADV_POPULATE_WRITE); };
  touch();
  const Relative one(touch), two(touch);
  EXPECT_GE(rss_bytes(one.pid), size);
  EXPECT_GE(rss_bytes(two.pid), size);
  const std::int64_t added = pss_bytes_of_tree(::getpid()) - before;
  EXPECT_GE(added, size / 4 * 3);
  EXPECT_LT(added, size / 4 * 5);
  EXPECT_LT(pss_bytes(one.pid), rss_bytes(one.pid));
  ::munmap(shared, size);
}

// What children share they do not pay for; what each of them has written it does, and its stack in the kernel.
TEST(ProcessTree, HasAFootprintOfWhatIsItsOwn) {
  constexpr std::int64_t size = 32 << 20;
  auto* memory =
      static_cast<char*>(::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  ASSERT_NE(memory, MAP_FAILED);
  const auto touch = [&] { ::madvise(memory, size, MADV_POPULATE_WRITE); };
  const Relative idle([] {}), one(touch), two(touch);
  EXPECT_LT(footprint_bytes_of_tree(idle.pid), size / 2);
  EXPECT_GT(footprint_bytes_of_tree(idle.pid), kernel_stack_bytes);
  for (const pid_t writer : {one.pid, two.pid}) {
    EXPECT_GE(footprint_bytes_of_tree(writer), size);
    EXPECT_LT(footprint_bytes_of_tree(writer), 2 * size);
  }
  EXPECT_GE(footprint_bytes_of_tree(::getpid()), 2 * size);
  ::munmap(memory, size);
}

TEST(ProcessTree, PaysForTheKernelStackOfEachThread) {
  std::latch release(1);
  const std::int64_t before = footprint_bytes_of_tree(::getpid());
  {
    std::vector<std::jthread> threads;
    std::latch started(8);
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&] {
        started.count_down();
        release.wait();
      });
    }
    started.wait();
    EXPECT_GE(footprint_bytes_of_tree(::getpid()), before + 8 * kernel_stack_bytes);
    release.count_down();
  }
}

TEST(ProcessTree, RemembersItsOwnPeak) {
  constexpr std::size_t size = 96 << 20;
  const auto before = own_peak_bytes();
  EXPECT_GE(before, 0);
  void* memory =
      ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
  const auto resident = rss_bytes(::getpid());
  ::munmap(memory, size);
  EXPECT_GE(own_peak_bytes(), static_cast<std::int64_t>(size));
  EXPECT_LT(rss_bytes(::getpid()), resident);
}

// How many pages of the binary are in memory is nothing that a contestant does.
TEST(ProcessTree, OwnsNoPagesOfFiles) {
  const int binary = ::open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
  ASSERT_GE(binary, 0);
  struct stat file;
  ASSERT_EQ(::fstat(binary, &file), 0);
  const auto size = static_cast<std::size_t>(file.st_size);
  const auto resident = rss_bytes(::getpid()), share = pss_bytes(::getpid()), peak = own_peak_bytes();
  void* pages = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, binary, 0);
  ::close(binary);
  ASSERT_NE(pages, MAP_FAILED);
  EXPECT_GE(rss_bytes(::getpid()), resident + file.st_size / 2);
  EXPECT_LT(pss_bytes(::getpid()), share + file.st_size / 4);
  EXPECT_LT(own_peak_bytes(), peak + file.st_size / 4);
  ::munmap(pages, size);
}

}  // namespace
