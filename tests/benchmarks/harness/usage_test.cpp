#include "benchmarks/harness/usage.hpp"

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include <memory>
#include <thread>

#include "tests/benchmarks/harness/family.hpp"

namespace {

using simul::Edge;
using simul::Relative;
using simul::usage_of_tree;

constexpr double burnt_s = 0.03;

// By its own CPU clock, so that a busy machine cannot shorten it.
void burn() {
  timespec t{};
  do ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  while (t.tv_sec == 0 && t.tv_nsec < static_cast<long>(burnt_s * 1e9));
}

TEST(Usage, CountsEveryThread) {
  const auto before = usage_of_tree(Edge::start);
  std::jthread one(burn), two(burn);
  one.join(), two.join();
  EXPECT_GE((usage_of_tree(Edge::end) - before).cpu_s, 2 * burnt_s);
}

TEST(Usage, CountsChildrenThatWereWaitedFor) {
  const auto before = usage_of_tree(Edge::start);
  { const Relative child(burn); }
  EXPECT_GE((usage_of_tree(Edge::end) - before).cpu_s,
            0.95 * burnt_s);  // the kernel rounds to microseconds, twice
}

TEST(Usage, CountsDescendantsThatStillLive) {
  const auto before = usage_of_tree(Edge::start);
  const Relative family(burn, burn);
  EXPECT_GE((usage_of_tree(Edge::end) - before).cpu_s, 2 * burnt_s);
}

TEST(Usage, CountsNothingTwice) {
  const auto before = usage_of_tree(Edge::start);
  auto child = std::make_unique<Relative>(burn);
  EXPECT_LT((usage_of_tree(Edge::end) - before).cpu_s, 2 * burnt_s);
  child.reset();
  EXPECT_LT((usage_of_tree(Edge::end) - before).cpu_s, 2 * burnt_s);
}

TEST(Usage, CountsACounterpartApart) {
  const auto before = usage_of_tree(Edge::start);
  const double apart_before_s = simul::cpu_of_counterparts_s();
  const Relative counterpart([] {
    ::setpgid(0, 0);
    burn();
  });
  EXPECT_LT((usage_of_tree(Edge::end) - before).cpu_s, 0.9 * burnt_s);
  EXPECT_GE(simul::cpu_of_counterparts_s() - apart_before_s, 0.95 * burnt_s);
}

TEST(Usage, OfAShareIsScaledUpToTheWhole) {
  const simul::Usage part{
      .cpu_s = 0.5, .voluntary_switches = 3, .involuntary_switches = 0, .minor_faults = 8};
  const auto whole = part / 0.25;
  EXPECT_DOUBLE_EQ(whole.cpu_s, 2);
  EXPECT_EQ(whole.voluntary_switches, 12);
  EXPECT_EQ(whole.involuntary_switches, 0);
  EXPECT_EQ(whole.minor_faults, 32);
}

TEST(Usage, CountsPageFaultsAndSwitches) {
  constexpr std::size_t pages = 1000;
  const auto before = usage_of_tree(Edge::start);
  void* memory = ::mmap(nullptr, pages * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  ::madvise(memory, pages * 4096, MADV_NOHUGEPAGE);
  for (std::size_t i = 0; i < pages; ++i) static_cast<volatile char*>(memory)[i * 4096] = 1;
  ::munmap(memory, pages * 4096);
  {
    const Relative child([] {});
  }  // waiting for it is a voluntary switch
  const auto used = usage_of_tree(Edge::end) - before;
  EXPECT_GE(used.minor_faults, static_cast<std::int64_t>(pages));
  EXPECT_GE(used.voluntary_switches, 1);
}

}  // namespace
