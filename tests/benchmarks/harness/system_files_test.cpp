#include "benchmarks/harness/system_files.hpp"

#include <gmock/gmock.h>

#include "tests/benchmarks/harness/made_up_machine.hpp"

namespace {

using namespace simul;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(SystemFiles, AreReadBelowTheirRoot) {
  const MadeUpMachine machine;
  machine.has("/proc/version", "made up");
  EXPECT_EQ(machine.files.text("/proc/version"), "made up\n");
  EXPECT_EQ(machine.files.text("/proc/version", 4), "made");
  EXPECT_EQ(machine.files.line("/proc/version"), "made up");
  EXPECT_TRUE(machine.files.has("/proc/version"));
  EXPECT_THAT(machine.files.names("/proc"), ElementsAre("version"));
}

TEST(SystemFiles, ThatAreNotThereAreNone) {
  const MadeUpMachine machine;
  EXPECT_FALSE(machine.files.text("/proc/version"));
  EXPECT_FALSE(machine.files.line("/proc/version"));
  EXPECT_FALSE(machine.files.number("/proc/version"));
  EXPECT_FALSE(machine.files.labelled("/proc/version", "Linux"));
  EXPECT_THAT(machine.files.names("/proc"), IsEmpty());
  EXPECT_FALSE(machine.files.has("/proc"));
}

TEST(SystemFiles, HaveANumberOrNone) {
  const MadeUpMachine machine;
  for (const auto& [text, number] :
       std::vector<std::pair<std::string, std::optional<std::int64_t>>>{{"42", 42},
                                                                        {" -1 ", -1},
                                                                        {"100000 200000", 100000},
                                                                        {"max", {}},
                                                                        {"", {}},
                                                                        {"2.5", {}},
                                                                        {"12kB", {}}}) {
    machine.has("/sys/value", text);
    EXPECT_EQ(machine.files.number("/sys/value"), number) << text;
  }
}

TEST(SystemFiles, FindWhatFollowsALabel) {
  const MadeUpMachine machine;
  machine.has("/proc/cpuinfo", "processor\t: 0\nmodel\t\t: 17\nmodel name\t: A CPU\nempty:\n");
  EXPECT_EQ(machine.files.labelled("/proc/cpuinfo", "model name"), "A CPU");
  EXPECT_EQ(machine.files.labelled("/proc/cpuinfo", "model"), "17");
  EXPECT_EQ(machine.files.labelled("/proc/cpuinfo", "empty"), "");
  EXPECT_FALSE(machine.files.labelled("/proc/cpuinfo", "process"));
}

TEST(Cgroups, OfVersionOneAreByController) {
  const MadeUpMachine machine;
  machine.has("/proc/self/cgroup", "4:cpu,cpuacct:/a/b\n3:memory:/m");
  EXPECT_THAT(cgroup_folders(machine.files, "cpu"),
              ElementsAre("/sys/fs/cgroup/cpu,cpuacct/a/b", "/sys/fs/cgroup/cpu,cpuacct/a",
                          "/sys/fs/cgroup/cpu,cpuacct", "/sys/fs/cgroup/cpu/a/b", "/sys/fs/cgroup/cpu/a",
                          "/sys/fs/cgroup/cpu"));
  EXPECT_THAT(cgroup_folders(machine.files, "memory"),
              ElementsAre("/sys/fs/cgroup/memory/m", "/sys/fs/cgroup/memory"));
  EXPECT_THAT(cgroup_folders(machine.files, "cpuset"), IsEmpty());
}

TEST(Cgroups, OfVersionTwoAreOneTree) {
  const MadeUpMachine machine;
  machine.has("/proc/self/cgroup", "0::/user.slice");
  EXPECT_THAT(cgroup_folders(machine.files, "cpu"),
              ElementsAre("/sys/fs/cgroup/user.slice", "/sys/fs/cgroup"));
  machine.has("/proc/self/cgroup", "0::/");
  EXPECT_THAT(cgroup_folders(machine.files, "cpu"), ElementsAre("/sys/fs/cgroup"));
}

}  // namespace
