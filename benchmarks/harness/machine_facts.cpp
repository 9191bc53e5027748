#include "benchmarks/harness/machine_facts.hpp"

#include <linux/perf_event.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <set>
#include <sstream>

#include "runtimes/os/descriptor.hpp"

namespace simul {
namespace {

const std::string cpus = "/sys/devices/system/cpu";

// "0" and "1" as a truth, possibly the opposite one.
Json truth(const std::optional<std::int64_t>& number, bool when_zero = false) {
  return number ? Json((*number == 0) == when_zero) : Json(nullptr);
}

// The governors of all CPUs, each once.
Json governor(const SystemFiles& files) {
  std::set<std::string> found;
  for (const auto& name : files.names(cpus)) {
    if (const auto each = files.line(cpus + '/' + name + "/cpufreq/scaling_governor")) found.insert(*each);
  }
  std::string all;
  for (const auto& each : found) all += (all.empty() ? "" : ",") + each;
  return all.empty() ? Json(nullptr) : Json(all);
}

Json turbo(const SystemFiles& files) {
  const Json boost = truth(files.number(cpus + "/cpufreq/boost"));
  return boost.is_null() ? truth(files.number(cpus + "/intel_pstate/no_turbo"), true) : boost;
}

bool has_word(const std::string& text, std::string_view wanted) {
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    if (word == wanted) return true;
  }
  return false;
}

// x86 says so in a flag of the processor; others only by what the firmware or the kernel calls the hypervisor.
Json virtualised(const SystemFiles& files, const Json& hypervisor) {
  if (const auto flags = files.labelled("/proc/cpuinfo", "flags")) return has_word(*flags, "hypervisor");
  return hypervisor.is_null() ? Json(nullptr) : Json(true);
}

// A clock that only the guests of one hypervisor have tells which it is.
Json hypervisor(const SystemFiles& files) {
  if (const auto type = files.line("/sys/hypervisor/type")) return *type;
  const auto clocks = files.line("/sys/devices/system/clocksource/clocksource0/available_clocksource");
  constexpr std::array<std::pair<const char*, const char*>, 3> known{
      {{"kvm-clock", "kvm"}, {"xen", "xen"}, {"hyperv_clocksource_tsc_page", "hyperv"}}};
  for (const auto& [clock, name] : known) {
    if (clocks && has_word(*clocks, clock)) return name;
  }
  const auto vendor = files.line("/sys/class/dmi/id/sys_vendor");
  for (const char* name : {"QEMU", "VMware", "innotek", "Xen", "Amazon EC2", "Google", "Microsoft"}) {
    if (vendor && vendor->starts_with(name) && files.labelled("/proc/cpuinfo", "flags") &&
        has_word(*files.labelled("/proc/cpuinfo", "flags"), "hypervisor"))
      return *vendor;
  }
  return nullptr;
}

// Empty when none is; kernels that never made the mask print "(null)".
Json isolated(const SystemFiles& files) {
  if (!files.has(cpus + "/isolated")) return nullptr;
  const auto list = files.line(cpus + "/isolated").value_or("");
  return list == "(null)" ? "" : list;
}

// The choice in brackets: "always [madvise] never".
Json chosen(const std::optional<std::string>& line) {
  if (!line) return nullptr;
  const auto open = line->find('['), close = line->find(']');
  return open < close && close != std::string::npos ? Json(line->substr(open + 1, close - open - 1))
                                                    : Json(nullptr);
}

// CPUs of one group: version 2 has "quota period" or "max period" in one file, version 1 two files, -1 for none.
std::optional<double> quota_of(const SystemFiles& files, const std::string& folder) {
  std::optional<std::int64_t> quota, period;
  if (const auto both = files.line(folder + "/cpu.max")) {
    quota = number_in(both->substr(0, both->find(' ')));
    period = number_in(both->substr(std::min(both->size(), both->find(' '))));
  } else {
    quota = files.number(folder + "/cpu.cfs_quota_us");
    period = files.number(folder + "/cpu.cfs_period_us");
  }
  if (!quota || !period || *quota <= 0 || *period <= 0) return std::nullopt;
  return static_cast<double>(*quota) / static_cast<double>(*period);
}

}  // namespace

Json processor_facts(const SystemFiles& files) {
  Json mitigations = Json::object();
  for (const auto& name : files.names(cpus + "/vulnerabilities"))
    mitigations[name] = or_null(files.line(cpus + "/vulnerabilities/" + name));
  const Json by = hypervisor(files);
  return {{"smt", truth(files.number(cpus + "/smt/active"))},
          {"governor", governor(files)},
          {"turbo", turbo(files)},
          {"virtualised", virtualised(files, by)},
          {"hypervisor", by},
          {"clocksource",
           or_null(files.line("/sys/devices/system/clocksource/clocksource0/current_clocksource"))},
          {"isolated_cpus", isolated(files)},
          {"mitigations", mitigations.empty() ? Json(nullptr) : mitigations}};
}

Json cgroup_facts(const SystemFiles& files) {
  std::optional<double> least;
  for (const auto& folder : cgroup_folders(files, "cpu")) {
    if (const auto quota = quota_of(files, folder)) least = std::min(least.value_or(*quota), *quota);
  }
  return {{"cpu_quota", or_null(least)}};
}

Json kernel_facts(const SystemFiles& files) {
  Json memory = nullptr;
  if (const auto total = files.labelled("/proc/meminfo", "MemTotal")) {
    if (const auto kib = number_in(*total)) memory = *kib * 1024;
  }
  return {{"memory_bytes", memory},
          {"transparent_huge_pages", chosen(files.line("/sys/kernel/mm/transparent_hugepage/enabled"))},
          {"max_mappings", or_null(files.number("/proc/sys/vm/max_map_count"))},
          {"somaxconn", or_null(files.number("/proc/sys/net/core/somaxconn"))},
          {"tcp_congestion_control", or_null(files.line("/proc/sys/net/ipv4/tcp_congestion_control"))},
          {"default_timer_slack_ns", or_null(files.number("/proc/self/timerslack_ns"))},
          {"aslr", or_null(files.number("/proc/sys/kernel/randomize_va_space"))}};
}

Json allocator_facts(std::span<const std::string> environment) {
  Json set = Json::object();
  for (const auto& each : environment) {
    const auto name = each.substr(0, each.find('='));
    if (name != "GLIBC_TUNABLES" && name != "LD_PRELOAD" && !name.starts_with("MALLOC_")) continue;
    set[name] = each.substr(std::min(each.size(), name.size() + 1));
  }
  return set;
}

Json counter_facts(const SystemFiles& files) {
  perf_event_attr counter{};
  counter.type = PERF_TYPE_HARDWARE;
  counter.size = sizeof counter;
  counter.config = PERF_COUNT_HW_INSTRUCTIONS;
  counter.exclude_kernel = 1;
  counter.exclude_hv = 1;
  const os::Descriptor opened(
      static_cast<int>(::syscall(SYS_perf_event_open, &counter, 0, -1, -1, PERF_FLAG_FD_CLOEXEC)));
  const std::string why = opened ? "" : std::strerror(errno);
  return {{"available", static_cast<bool>(opened)},
          {"reason", why},
          {"perf_event_paranoid", or_null(files.number("/proc/sys/kernel/perf_event_paranoid"))}};
}

}  // namespace simul
