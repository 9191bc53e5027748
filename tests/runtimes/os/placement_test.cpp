#include "runtimes/os/placement.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <thread>

#include "tests/runtimes/affinity.hpp"

namespace {

using affinity::cpus_of_this_thread;
using affinity::only_cpu;

TEST(Placement, IsOffUntilSomethingIsPinned) {
  const auto before = cpus_of_this_thread();
  os::place(0);
  EXPECT_FALSE(os::placing());
  EXPECT_EQ(cpus_of_this_thread(), before);
}

TEST(Placement, GivesEachWorkerTheNextCpuOfTheMaskAndBeginsAnew) {
  const auto cpus = cpus_of_this_thread();
  const os::Pinned pinned;
  EXPECT_TRUE(os::placing());
  for (std::size_t worker = 0; worker < 2 * cpus.size() + 1; ++worker) {
    os::place(worker);
    EXPECT_EQ(only_cpu(), cpus[worker % cpus.size()]) << worker;
  }
}

TEST(Placement, KnowsTheWholeMaskOnAThreadThatItsStarterHadPinned) {
  const auto cpus = cpus_of_this_thread();
  const os::Pinned pinned;
  os::place(0);
  int seen = -1;
  std::jthread([&] {
    os::place(cpus.size() - 1);
    seen = only_cpu();
  }).join();
  EXPECT_EQ(seen, cpus.back());
}

TEST(Placement, GivesTheThreadItsMaskBackAtTheEnd) {
  const auto before = cpus_of_this_thread();
  {
    const os::Pinned pinned;
    os::place(0);
    EXPECT_NE(only_cpu(), -1);
  }
  EXPECT_FALSE(os::placing());
  EXPECT_EQ(cpus_of_this_thread(), before);
}

TEST(Placement, RefusesASecondPolicyBesideTheFirst) {
  const os::Pinned pinned;
  EXPECT_THROW(os::Pinned(), std::logic_error);
  EXPECT_TRUE(os::placing());
}

}  // namespace
