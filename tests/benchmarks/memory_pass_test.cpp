// The memory that is reported of a cell, against cells whose memory is known: the hoarders among the saboteurs.
#include <gmock/gmock.h>
#include <sys/mman.h>

#include "benchmarks/harness/executor.hpp"
#include "benchmarks/harness/memory.hpp"

namespace {

using namespace simul;
using testing::AllOf;
using testing::Ge;
using testing::Lt;

constexpr std::int64_t megabyte = 1'000'000;

// Memory of this process, the parent of every cell.
class Ballast {
 public:
  explicit Ballast(std::size_t bytes) : bytes_(bytes) {
    memory_ =
        ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    if (memory_ == MAP_FAILED) throw std::bad_alloc();
  }
  ~Ballast() { ::munmap(memory_, bytes_); }

 private:
  std::size_t bytes_;
  void* memory_;
};

Report report_of(const std::string& name, const Order& order) {
  const Selection selection{.profile = "smoke", .steps_per_us = 1};
  const auto executor = in_processes(SIMUL_SABOTEURS, selection,
                                     {.timeout = std::chrono::seconds(20),
                                      .memory_limit_bytes = std::int64_t{1} << 40,
                                      .interrupted = nullptr});
  Report report =
      executor->carry_out({.contestant = nullptr, .problem = nullptr, .workers = 2, .name = name}, order);
  EXPECT_EQ(report.status, Status::ok) << report.reason;
  return report;
}

const std::string alone = "mixed/hoard/alone/processes:1/megabytes:2";
const std::string family = "mixed/hoard/family/processes:4/megabytes:50";

TEST(ReportedMemory, IsNotThatOfTheParent) {
  const auto lean = report_of(alone, {}).peak_memory_bytes;
  const Ballast ballast(200 * megabyte);
  const auto fat = report_of(alone, {}).peak_memory_bytes;
  EXPECT_THAT(fat, AllOf(Ge(2 * megabyte), Lt(20 * megabyte)));
  EXPECT_NEAR(static_cast<double>(fat), static_cast<double>(lean), 2e6);
}

TEST(ReportedMemory, LookedAtFromOutsideIsNotThatOfTheParent) {
  const Ballast ballast(200 * megabyte);
  EXPECT_THAT(report_of(alone, {.pass = Pass::memory}).bytes_together.value(),
              AllOf(Ge(2 * megabyte), Lt(20 * megabyte)));
}

TEST(ReportedMemory, OfFourProcessesIsTheSum) {
  const auto report = report_of(family, {.pass = Pass::observed});
  EXPECT_TRUE(report.has_children);
  EXPECT_THAT(report.peak_tree_bytes, AllOf(Ge(200 * megabyte), Lt(225 * megabyte)));
}

TEST(ReportedMemory, PerTaskIsTheSlopeOverOneToFourProcesses) {
  MemorySweep sweep;
  for (std::size_t point = 0; point < 4; ++point) {
    const auto report = report_of(family, {.pass = Pass::memory, .memory_point = point});
    sweep.points.push_back({point + 1, report.bytes_together.value()});
  }
  const auto [slope, r2] = bytes_per_task(sweep, "family");
  EXPECT_THAT(slope.value.value(), AllOf(Ge(50e6), Lt(51e6)));
  EXPECT_GT(r2.value.value(), 0.9999);
}

}  // namespace
