// What the machine is and how it is set: read from the kernel, null where it does not tell, never guessed.
#pragma once

#include <span>
#include <string>

#include "benchmarks/harness/json.hpp"
#include "benchmarks/harness/system_files.hpp"

namespace simul {

// smt, governor (several joined by commas), turbo, virtualised, hypervisor, clocksource, mitigations by name, isolated_cpus
Json processor_facts(const SystemFiles& files);

// cpu_quota: CPUs that the cgroup may use per period; null when it is not limited, or not to be read. The tightest of
// the groups above counts.
Json cgroup_facts(const SystemFiles& files);

// memory_bytes, transparent_huge_pages, max_mappings, somaxconn, tcp_congestion_control, default_timer_slack_ns, aslr
Json kernel_facts(const SystemFiles& files);

// What changes malloc, of an environment like "NAME=value": GLIBC_TUNABLES, LD_PRELOAD and all of MALLOC_*.
Json allocator_facts(std::span<const std::string> environment);

// Whether this process may count instructions (tried), and if not, why; and kernel.perf_event_paranoid.
Json counter_facts(const SystemFiles& files);

}  // namespace simul
