#include "benchmarks/harness/process_tree.hpp"

#include <gmock/gmock.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tests/benchmarks/harness/family.hpp"

namespace {

using namespace simul;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(ProcessTree, HasChildrenAndGrandchildren) {
  const Relative root([] {}, [] {});
  EXPECT_THAT(descendants(root.pid), ElementsAre(root.grandchild.value()));
  EXPECT_THAT(descendants(root.grandchild.value()), IsEmpty());
  EXPECT_THAT(descendants(::getpid()), AllOf(Contains(root.pid), Contains(root.grandchild.value())));
}

TEST(ProcessTree, OfNobodyIsEmptyAndUsesNothing) {
  pid_t gone = 0;
  {
    gone = Relative([] {}).pid;
  }
  EXPECT_TRUE(descendants(gone).empty());
  EXPECT_EQ(rss_bytes(gone), 0);
  EXPECT_EQ(pss_bytes(gone), 0);
}

// Children that share 64 MiB have it once together in PSS, and each in RSS.
TEST(ProcessTree, CountsSharedPagesOnce) {
  constexpr std::int64_t size = 64 << 20;
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
  EXPECT_GE(pss_bytes_of_tree(::getpid()) - before, size);
  EXPECT_LT(pss_bytes_of_tree(::getpid()) - before, 2 * size);
  EXPECT_LT(pss_bytes(one.pid), rss_bytes(one.pid));
  ::munmap(shared, size);
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

}  // namespace
