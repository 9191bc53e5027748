#include "benchmarks/harness/environment.hpp"

#include <sys/utsname.h>
#include <unistd.h>

#include <cstdlib>

#include "benchmarks/harness/build_info.hpp"
#include "benchmarks/harness/calibration.hpp"
#include "benchmarks/harness/cell.hpp"

namespace simul {
namespace {

Json load_average() {
  double load[3];
  if (::getloadavg(load, 3) != 3) return nullptr;
  return {load[0], load[1], load[2]};
}

}  // namespace

Json environment() {
  utsname system{};
  ::uname(&system);
  const Limits limits = limits_of_this_machine();
  return {{"cpu_model", cpu_model()},
          {"cpus_allowed", limits.cpus},
          {"cpus_online", ::sysconf(_SC_NPROCESSORS_ONLN)},
          {"kernel", std::string(system.sysname) + ' ' + system.release},
          {"architecture", system.machine},
          {"timer_slack_ns", 1},
          {"max_threads", limits.threads},
          {"max_open_files", limits.open_files},
          {"load_average_at_start", load_average()},
          {"simul_version", build_info::version},
          {"compiler", build_info::compiler},
          {"build_type", build_info::build_type},
          {"flags", build_info::flags},
          {"sanitizers", build_info::sanitizers},
          {"native", build_info::native}};
}

}  // namespace simul
