#include "benchmarks/harness/doctor.hpp"

#include <algorithm>
#include <array>
#include <iomanip>
#include <thread>

#include "benchmarks/harness/sentence.hpp"

namespace simul {
namespace {

using Level = Finding::Level;

constexpr std::array<const char*, 3> level_names{"ok", "note", "bad"};

template <class Value>
std::optional<Value> get(const Json& json, const char* key) {
  const auto found = json.find(key);
  if (found == json.end() || found->is_null()) return std::nullopt;
  return found->get<Value>();
}

std::string percent(double share) { return (share == 0 ? "0" : in_words(100 * share)) + " %"; }

// The findings so far, and ways to add to them.
class Chart {
 public:
  void add(Level level, std::string topic, std::string what, std::string advice = {}) {
    if (level == Level::ok) advice.clear();
    findings_.push_back({level, std::move(topic), std::move(what), std::move(advice)});
  }
  std::vector<Finding> take() { return std::move(findings_); }

 private:
  std::vector<Finding> findings_;
};

void examine_build(Chart& chart, const Json& e) {
  const auto type = get<std::string>(e, "build_type").value_or("unknown");
  const auto sanitizers = get<std::string>(e, "sanitizers").value_or("");
  const bool good = type == "Release" && sanitizers.empty();
  chart.add(good ? Level::ok : Level::bad, "build",
            "a " + type + " build" + (sanitizers.empty() ? "" : " with the sanitizers " + sanitizers),
            "its times say nothing about the runtimes: cmake --preset release");
}

void examine_load(Chart& chart, const Look& look) {
  if (const auto foreign = foreign_cores(look.conditions)) {
    const Level level = *foreign > 0.5 ? Level::bad : *foreign > 0.12 ? Level::note : Level::ok;
    chart.add(level, "foreign load", in_words(std::max(0.0, *foreign)) + " cores are busy with other work",
              "end it or wait: what runs beside a measurement looks like waiting, and spreads it");
  }
  if (const auto load = look.conditions.load_average; load && look.conditions.cpus) {
    chart.add(*load > 0.5 * look.conditions.cpus ? Level::note : Level::ok, "load average",
              in_words(*load) + " over the last minute, on " + std::to_string(look.conditions.cpus) + " CPUs",
              "what was busy a moment ago may be again: look who it was");
  }
}

void examine_steal(Chart& chart, const Look& look) {
  const auto now = steal_share(look.conditions), ever = look.stolen_since_boot;
  if (!now || !ever) return;
  const Level level = *now > 0.01 ? Level::bad : *ever > 0 ? Level::note : Level::ok;
  chart.add(
      level, "steal time",
      "a hypervisor took " + percent(*now) + " of the CPUs just now, and " + percent(*ever) + " since boot",
      "measure at a quieter hour or on a machine of your own, and mind `disturbed_by` in the result");
}

void examine_virtualisation(Chart& chart, const Json& e) {
  const auto virtualised = get<bool>(e, "virtualised");
  if (!virtualised) return;
  const auto by = get<std::string>(e, "hypervisor");
  chart.add(
      *virtualised ? Level::note : Level::ok, "virtualisation",
      *virtualised ? "a virtual machine" + (by ? " (" + *by + ")" : std::string()) : "none",
      "a wake-up across virtual CPUs costs about ten times one on the same CPU: compare ratios within one "
      "result, and see what --pin changes");
}

void examine_cpus(Chart& chart, const Json& e) {
  const auto allowed = get<double>(e, "cpus_allowed").value_or(1);
  const bool shared = get<std::string>(e, "isolated_cpus").value_or("").empty();
  const std::string count = in_words(allowed).substr(0, in_words(allowed).find('.'));
  chart.add(shared && allowed < 4 ? Level::note : Level::ok, "CPUs",
            count + (shared ? " shared CPUs: whatever else runs here runs on them"
                            : " CPUs, some of them isolated"),
            "contestants that keep all of them busy meet the kernel's own threads and this harness there");
  if (const auto online = get<double>(e, "cpus_online"); online && allowed < *online)
    chart.add(Level::note, "affinity", "only some of the CPUs that are online may be used here",
              "taskset, cpusets and containers do that: intended?");
  if (const auto quota = get<double>(e, "cpu_quota"))
    chart.add(*quota < allowed ? Level::bad : Level::note, "CPU quota",
              "the cgroup may use " + in_words(*quota) + " CPUs per period",
              "whoever uses it up is stopped until the next period: lift the quota (cpu.max, docker --cpus)");
  if (const auto smt = get<bool>(e, "smt"))
    chart.add(*smt ? Level::note : Level::ok, "SMT", *smt ? "two threads share a core" : "off",
              "two busy CPUs may be one core: echo off > /sys/devices/system/cpu/smt/control");
}

void examine_frequency(Chart& chart, const Json& e) {
  if (const auto governor = get<std::string>(e, "governor"))
    chart.add(
        *governor == "performance" ? Level::ok : Level::note, "frequency governor", *governor,
        "clocks follow the load, and idle contestants run slower: cpupower frequency-set -g performance");
  if (const auto turbo = get<bool>(e, "turbo"))
    chart.add(*turbo ? Level::note : Level::ok, "turbo", *turbo ? "on" : "off",
              "one busy core is faster than many: echo 0 > /sys/devices/system/cpu/cpufreq/boost");
}

void examine_counters(Chart& chart, const Json& e) {
  const auto counters = get<Json>(e, "hardware_counters");
  if (!counters) return;
  const bool available = counters->at("available");
  chart.add(available ? Level::ok : Level::note, "hardware counters",
            available ? "can be read" : "cannot be read (" + counters->at("reason").get<std::string>() + ")",
            "perf will show no instructions or cache misses: needs a machine that has them, and "
            "kernel.perf_event_paranoid at most 2");
}

void examine_kernel(Chart& chart, const Json& e) {
  if (const auto clock = get<std::string>(e, "clocksource")) {
    const bool slow =
        *clock == "hpet" || *clock == "acpi_pm" || *clock == "jiffies" || *clock == "refined-jiffies";
    chart.add(slow ? Level::bad : Level::ok, "clock source", *clock,
              "reading this clock is a slow device access: echo tsc > "
              "/sys/devices/system/clocksource/clocksource0/current_clocksource");
  }
  if (const auto pages = get<std::string>(e, "transparent_huge_pages"))
    chart.add(*pages == "always" ? Level::note : Level::ok, "huge pages", *pages,
              "memory per task comes in steps of 2 MiB: echo madvise > "
              "/sys/kernel/mm/transparent_hugepage/enabled");
  if (const auto control = get<std::string>(e, "tcp_congestion_control"))
    chart.add(*control == "cubic" || *control == "reno" ? Level::ok : Level::note, "congestion control",
              *control,
              "it paces what the socket workloads send, even over loopback: sysctl -w "
              "net.ipv4.tcp_congestion_control=cubic to compare with machines that have the default");
  if (const auto backlog = get<std::int64_t>(e, "somaxconn"))
    chart.add(*backlog < 1024 ? Level::note : Level::ok, "listen backlog", std::to_string(*backlog),
              "a thousand connections at once are refused or delayed: sysctl -w net.core.somaxconn=4096");
  const auto mitigations = get<Json>(e, "mitigations").value_or(Json::object());
  const auto on = std::ranges::count_if(mitigations, [](const Json& each) {
    return each.is_string() && each.get<std::string>().starts_with("Mitigation");
  });
  chart.add(Level::ok, "mitigations",
            std::to_string(on) + " are on: system calls and switches cost what they do here");
}

void examine_limits(Chart& chart, const Json& e) {
  if (const auto files = get<double>(e, "max_open_files"))
    chart.add(*files < 4096 ? Level::note : Level::ok, "open files", in_words(*files),
              "large socket workloads are left out: ulimit -n 65536");
  if (const auto threads = get<double>(e, "max_threads"))
    chart.add(*threads < 10000 ? Level::note : Level::ok, "threads", in_words(*threads),
              "a thread or process per task stops there: ulimit -u, kernel.threads-max, pids.max");
  const auto set = get<Json>(e, "allocator").value_or(Json::object());
  std::string names;
  for (const auto& [name, value] : set.items()) names += (names.empty() ? "" : ", ") + name;
  chart.add(names.empty() ? Level::ok : Level::note, "allocator",
            names.empty() ? "glibc's, as it comes" : names + (set.size() == 1 ? " is set" : " are set"),
            "results hold for that allocator only: unset it, or say so beside them");
}

}  // namespace

const char* name_of(Finding::Level level) { return level_names[static_cast<std::size_t>(level)]; }

Look look_at(const Machine& machine, std::chrono::milliseconds duration) {
  const auto start = machine.read(Machine::Edge::start);
  std::this_thread::sleep_for(duration);
  const auto end = machine.read(Machine::Edge::end);
  Look look{machine.between(start, end, 0), {}};
  if (const double all = end.steal_s.value_or(0) + end.counted_busy_s.value_or(0) + end.idle_s.value_or(0);
      all > 0)
    look.stolen_since_boot = *end.steal_s / all;
  return look;
}

std::vector<Finding> examine(const Json& environment, const Look& look) {
  Chart chart;
  examine_build(chart, environment);
  examine_load(chart, look);
  examine_steal(chart, look);
  examine_virtualisation(chart, environment);
  examine_cpus(chart, environment);
  examine_frequency(chart, environment);
  examine_counters(chart, environment);
  examine_kernel(chart, environment);
  examine_limits(chart, environment);
  return chart.take();
}

Json json_of(const std::vector<Finding>& findings) {
  Json json = Json::array();
  for (const Finding& finding : findings)
    json.push_back({{"level", name_of(finding.level)},
                    {"topic", finding.topic},
                    {"what", finding.what},
                    {"advice", finding.advice}});
  return json;
}

void print(std::ostream& out, const std::vector<Finding>& findings) {
  for (const Finding& finding : findings) {
    out << std::left << std::setw(6) << name_of(finding.level) << std::setw(20) << finding.topic
        << finding.what << '\n';
    if (!finding.advice.empty()) out << std::setw(26) << "" << finding.advice << '\n';
  }
  const auto count = [&](Level level) { return std::ranges::count(findings, level, &Finding::level); };
  out << "# " << count(Level::bad) << " bad, " << count(Level::note) << " to note, " << count(Level::ok)
      << " ok\n";
}

bool any_bad(const std::vector<Finding>& findings) {
  return std::ranges::find(findings, Level::bad, &Finding::level) != findings.end();
}

}  // namespace simul
