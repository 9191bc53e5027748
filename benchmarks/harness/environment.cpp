#include "benchmarks/harness/environment.hpp"

#include <sys/resource.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <cstdlib>

#include "benchmarks/harness/build_info.hpp"
#include "benchmarks/harness/calibration.hpp"
#include "benchmarks/harness/cell.hpp"
#include "benchmarks/harness/machine_facts.hpp"
#include "benchmarks/harness/revision.hpp"
#include "runtimes/os/linked.hpp"

namespace simul {
namespace {

Json load_average() {
  double load[3];
  if (::getloadavg(load, 3) != 3) return nullptr;
  return {load[0], load[1], load[2]};
}

// Null: unlimited.
Json soft_limit(__rlimit_resource resource) {
  rlimit limit{};
  if (::getrlimit(resource, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return nullptr;
  return limit.rlim_cur;
}

Json libraries() {
  Json versions = Json::object();
  for (const auto& [library, version] : os::linked()) versions[library] = version;
  versions["google_benchmark"] = build_info::google_benchmark;
  return versions;
}

Json git() {
  const Revision built = revision();
  return {{"commit", built.commit ? Json(*built.commit) : Json(nullptr)},
          {"dirty", built.dirty ? Json(*built.dirty) : Json(nullptr)}};
}

std::vector<std::string> variables() {
  std::vector<std::string> all;
  for (char** each = environ; each && *each; ++each) all.emplace_back(*each);
  return all;
}

}  // namespace

Json environment(const SystemFiles& files) {
  utsname system{};
  ::uname(&system);
  const Limits limits = limits_of_this_machine();
  Json json = {{"cpu_model", cpu_model()},
               {"cpus_allowed", limits.cpus},
               {"cpus_online", ::sysconf(_SC_NPROCESSORS_ONLN)},
               {"kernel", std::string(system.sysname) + ' ' + system.release},
               {"architecture", system.machine},
               {"timer_slack_ns", 1},
               {"max_threads", limits.threads},
               {"max_open_files", limits.open_files},
               {"max_stack_bytes", soft_limit(RLIMIT_STACK)},
               {"max_locked_bytes", soft_limit(RLIMIT_MEMLOCK)},
               {"load_average_at_start", load_average()}};
  for (const Json& facts : {processor_facts(files), cgroup_facts(files), kernel_facts(files)})
    json.update(facts);
  json["allocator"] = allocator_facts(variables());
  json["hardware_counters"] = counter_facts(files);
  json["libraries"] = libraries();
  json["git"] = git();
  json.update(Json{{"simul_version", build_info::version},
                   {"compiler", build_info::compiler},
                   {"build_type", build_info::build_type},
                   {"flags", build_info::flags},
                   {"sanitizers", build_info::sanitizers},
                   {"native", build_info::native}});
  return json;
}

}  // namespace simul
