#include "benchmarks/harness/environment.hpp"

#include <gmock/gmock.h>

#include "benchmarks/harness/machine_facts.hpp"
#include "benchmarks/harness/revision.hpp"
#include "tests/benchmarks/harness/made_up_machine.hpp"

namespace {

using namespace simul;
using testing::MatchesRegex;

const std::string cpu = "/sys/devices/system/cpu";

TEST(Facts, OfAMachineThatTellsNothingAreNull) {
  const MadeUpMachine machine;
  for (const Json& facts :
       {processor_facts(machine.files), cgroup_facts(machine.files), kernel_facts(machine.files)}) {
    EXPECT_FALSE(facts.empty());
    for (const auto& [name, value] : facts.items()) EXPECT_TRUE(value.is_null()) << name;
  }
}

TEST(Facts, TellHowTheProcessorIsSet) {
  const MadeUpMachine machine;
  machine.has(cpu + "/smt/active", "1");
  machine.has(cpu + "/cpu0/cpufreq/scaling_governor", "powersave");
  machine.has(cpu + "/cpu1/cpufreq/scaling_governor", "performance");
  machine.has(cpu + "/cpu2/cpufreq/scaling_governor", "powersave");
  machine.has(cpu + "/cpufreq/boost", "0");
  machine.has(cpu + "/isolated", "");
  machine.has(cpu + "/vulnerabilities/meltdown", "Mitigation: PTI");
  machine.has("/sys/devices/system/clocksource/clocksource0/current_clocksource", "hpet");
  const Json facts = processor_facts(machine.files);
  EXPECT_EQ(facts.at("smt"), true);
  EXPECT_EQ(facts.at("governor"), "performance,powersave");
  EXPECT_EQ(facts.at("turbo"), false);
  EXPECT_EQ(facts.at("isolated_cpus"), "");
  EXPECT_EQ(facts.at("mitigations"), Json({{"meltdown", "Mitigation: PTI"}}));
  EXPECT_EQ(facts.at("clocksource"), "hpet");
}

TEST(Facts, KnowThatNoCpuIsIsolated) {
  const MadeUpMachine machine;
  for (const auto& [text, list] : {std::pair("(null)", ""), std::pair("", ""), std::pair("2-3", "2-3")}) {
    machine.has(cpu + "/isolated", text);
    EXPECT_EQ(processor_facts(machine.files).at("isolated_cpus"), list);
  }
}

TEST(Facts, ReadTheTurboOfEitherDriver) {
  const MadeUpMachine machine;
  machine.has(cpu + "/intel_pstate/no_turbo", "0");
  EXPECT_EQ(processor_facts(machine.files).at("turbo"), true);
  machine.has(cpu + "/intel_pstate/no_turbo", "1");
  EXPECT_EQ(processor_facts(machine.files).at("turbo"), false);
}

TEST(Facts, TellAVirtualMachineByTheProcessorsFlag) {
  const MadeUpMachine machine;
  machine.has("/proc/cpuinfo", "flags\t\t: fpu vme hypervisor tsc");
  EXPECT_EQ(processor_facts(machine.files).at("virtualised"), true);
  EXPECT_TRUE(processor_facts(machine.files).at("hypervisor").is_null());
  machine.has("/proc/cpuinfo", "flags\t\t: fpu vme hypervisors_none tsc");
  EXPECT_EQ(processor_facts(machine.files).at("virtualised"), false);
}

TEST(Facts, TellTheHypervisorByWhatOnlyItHas) {
  const MadeUpMachine machine;
  machine.has("/proc/cpuinfo", "flags\t\t: hypervisor");
  machine.has("/sys/class/dmi/id/sys_vendor", "QEMU");
  EXPECT_EQ(processor_facts(machine.files).at("hypervisor"), "QEMU");
  machine.has("/sys/devices/system/clocksource/clocksource0/available_clocksource", "tsc kvm-clock");
  EXPECT_EQ(processor_facts(machine.files).at("hypervisor"), "kvm");
  machine.has("/sys/hypervisor/type", "xen");
  EXPECT_EQ(processor_facts(machine.files).at("hypervisor"), "xen");
}

TEST(Facts, DoNotTakeAVendorForAHypervisor) {
  const MadeUpMachine machine;
  machine.has("/proc/cpuinfo", "flags\t\t: fpu");
  machine.has("/sys/class/dmi/id/sys_vendor", "Microsoft Corporation");  // sells computers, too
  EXPECT_TRUE(processor_facts(machine.files).at("hypervisor").is_null());
  EXPECT_EQ(processor_facts(machine.files).at("virtualised"), false);
}

TEST(Facts, HaveTheTightestQuotaOfVersionTwo) {
  const MadeUpMachine machine;
  machine.has("/proc/self/cgroup", "0::/a/b");
  machine.has("/sys/fs/cgroup/a/b/cpu.max", "max 100000");
  EXPECT_TRUE(cgroup_facts(machine.files).at("cpu_quota").is_null());
  machine.has("/sys/fs/cgroup/a/cpu.max", "150000 100000");
  EXPECT_EQ(cgroup_facts(machine.files).at("cpu_quota"), 1.5);
  machine.has("/sys/fs/cgroup/a/b/cpu.max", "50000 100000");
  EXPECT_EQ(cgroup_facts(machine.files).at("cpu_quota"), 0.5);
}

TEST(Facts, HaveTheQuotaOfVersionOne) {
  const MadeUpMachine machine;
  machine.has("/proc/self/cgroup", "2:cpu,cpuacct:/");
  machine.has("/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "-1");
  machine.has("/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "100000");
  EXPECT_TRUE(cgroup_facts(machine.files).at("cpu_quota").is_null());
  machine.has("/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "250000");
  EXPECT_EQ(cgroup_facts(machine.files).at("cpu_quota"), 2.5);
}

TEST(Facts, TellHowTheKernelIsSet) {
  const MadeUpMachine machine;
  machine.has("/proc/meminfo", "MemTotal:        1024 kB\nMemFree: 1 kB");
  machine.has("/sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never");
  machine.has("/proc/sys/net/core/somaxconn", "4096");
  machine.has("/proc/sys/net/ipv4/tcp_congestion_control", "bbr");
  machine.has("/proc/self/timerslack_ns", "50000");
  const Json facts = kernel_facts(machine.files);
  EXPECT_EQ(facts.at("memory_bytes"), 1 << 20);
  EXPECT_EQ(facts.at("transparent_huge_pages"), "madvise");
  EXPECT_EQ(facts.at("somaxconn"), 4096);
  EXPECT_EQ(facts.at("tcp_congestion_control"), "bbr");
  EXPECT_EQ(facts.at("default_timer_slack_ns"), 50000);
  machine.has("/sys/kernel/mm/transparent_hugepage/enabled", "nonsense ] [");
  EXPECT_TRUE(kernel_facts(machine.files).at("transparent_huge_pages").is_null());
}

TEST(Facts, KeepWhatChangesTheAllocatorAndNothingElse) {
  const std::vector<std::string> variables{
      "HOME=/root",        "MALLOC_ARENA_MAX=1", "LD_PRELOAD=/lib/x.so=y",
      "LD_LIBRARY_PATH=z", "GLIBC_TUNABLES=",    "MALLOC_CHECK_"};
  EXPECT_EQ(allocator_facts(variables), Json({{"MALLOC_ARENA_MAX", "1"},
                                              {"LD_PRELOAD", "/lib/x.so=y"},
                                              {"GLIBC_TUNABLES", ""},
                                              {"MALLOC_CHECK_", ""}}));
}

TEST(Facts, SayWhyThereAreNoCounters) {
  const MadeUpMachine machine;
  machine.has("/proc/sys/kernel/perf_event_paranoid", "-1");
  const Json facts = counter_facts(machine.files);
  EXPECT_EQ(facts.at("available").get<bool>(), facts.at("reason").get<std::string>().empty());
  EXPECT_EQ(facts.at("perf_event_paranoid"), -1);
}

TEST(Environment, OfThisMachineHasWhatEveryMachineHas) {
  const Json here = environment();
  EXPECT_GT(here.at("memory_bytes").get<std::int64_t>(), 0);
  EXPECT_GE(here.at("cpus_online"), here.at("cpus_allowed"));
  EXPECT_THAT(here.at("libraries").at("glibc").get<std::string>(), MatchesRegex("[0-9]+\\.[0-9]+.*"));
  EXPECT_FALSE(here.at("libraries").at("google_benchmark").get<std::string>().empty());
  EXPECT_EQ(here.at("build_type").is_string(), true);
}

TEST(Environment, HasTheCommitOrNone) {
  const Revision built = revision();
  EXPECT_THAT(built.commit.value_or(std::string(40, '0')), MatchesRegex("[0-9a-f]{40,64}"));
  EXPECT_EQ(built.commit.has_value(), built.dirty.has_value());
  EXPECT_EQ(environment().at("git").at("commit").is_null(), !built.commit);
}

}  // namespace
