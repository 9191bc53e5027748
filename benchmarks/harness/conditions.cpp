#include "benchmarks/harness/conditions.hpp"

#include <chrono>
#include <cmath>
#include <functional>
#include <sstream>

namespace simul {
namespace {

double now_s() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// user nice system idle iowait irq softirq steal; what guests used is part of user.
struct Jiffies {
  double busy_s, steal_s, idle_s;
};

std::optional<Jiffies> jiffies_in(const std::string& stat) {
  std::istringstream line(stat);
  std::string label;
  std::int64_t user, nice, system, idle, iowait, irq, softirq, steal;
  line >> label >> user >> nice >> system >> idle >> iowait >> irq >> softirq >> steal;
  if (!line || label != "cpu") return std::nullopt;
  const auto seconds = [](std::int64_t count) { return static_cast<double>(count) * jiffy_s; };
  return Jiffies{seconds(user + nice + system + irq + softirq), seconds(steal), seconds(idle + iowait)};
}

unsigned cpus_in(const std::string& stat) {
  unsigned cpus = 0;
  for (std::size_t at = 0; (at = stat.find("\ncpu", at)) != std::string::npos; at += 4) ++cpus;
  return cpus;
}

std::optional<double> difference(const std::optional<double>& end, const std::optional<double>& start) {
  if (!end || !start) return std::nullopt;
  return *end - *start;
}

bool long_enough(const Conditions& c, const std::optional<double>& step_s) {
  return step_s && c.window_s >= 5 * *step_s;
}

using Seconds = std::function<std::optional<double>(const Conditions&)>;

// The mean over the time of all runs of what is counted in steps.
Metric mean(std::span<const Conditions> runs, const Seconds& seconds, const Seconds& step,
            const char* unknown) {
  double sum = 0, time = 0, error2 = 0;
  for (const Conditions& run : runs) {
    const auto counted = seconds(run), step_s = step(run);
    if (!counted || !step_s || run.window_s <= 0) return Metric::unknown(unknown);
    sum += *counted;
    time += run.window_s;
    error2 += *step_s * *step_s;
  }
  if (runs.empty()) return Metric::unknown(unknown);
  if (std::sqrt(error2) > 0.1 * time)
    return Metric::unknown("the runs are too short for the clock that counts it");
  return Metric::known(sum / time);
}

}  // namespace

std::optional<double> foreign_cores(const Conditions& c) {
  if (!c.busy_s || !long_enough(c, c.busy_step_s)) return std::nullopt;
  return (*c.busy_s - c.own_s) / c.window_s;
}

std::optional<double> steal_share(const Conditions& c) {
  if (!c.steal_s || !c.cpus || !long_enough(c, jiffy_s)) return std::nullopt;
  return *c.steal_s / (c.window_s * c.cpus);
}

std::optional<double> idle_cores(const Conditions& c) {
  if (!c.idle_s || !long_enough(c, jiffy_s)) return std::nullopt;
  return *c.idle_s / c.window_s;
}

NamedMetrics metrics_of(std::span<const Conditions> runs) {
  const char* untold = "the kernel does not tell what the machine did";
  const Seconds jiffies = [](const Conditions&) { return std::optional(jiffy_s); };
  const auto foreign = [](const Conditions& c) -> std::optional<double> {
    return c.busy_s ? std::optional(*c.busy_s - c.own_s) : std::nullopt;
  };
  const auto all = [](const Conditions& c) -> std::optional<double> {
    if (!c.busy_s || !c.steal_s || !c.idle_s || !c.cpus) return std::nullopt;
    return (*c.busy_s + *c.steal_s + *c.idle_s) / c.cpus;
  };
  return {{"foreign_cores", mean(runs, foreign, &Conditions::busy_step_s, untold)},
          {"steal_cores", mean(runs, &Conditions::steal_s, jiffies, untold)},
          {"idle_cores", mean(runs, &Conditions::idle_s, jiffies, untold)},
          {"machine_closure", mean(runs, all, jiffies, untold)}};
}

Machine::Machine(SystemFiles files) : files_(std::move(files)) {
  const std::string stat = files_.text("/proc/stat").value_or("");
  cpus_ = cpus_in(stat);
  const auto counted = jiffies_in(stat);
  // A container's cpuacct knows the container only. The root group's has counted since boot what /proc/stat has.
  for (const char* path :
       {"/sys/fs/cgroup/cpuacct/cpuacct.usage", "/sys/fs/cgroup/cpu,cpuacct/cpuacct.usage"}) {
    const auto usage_ns = files_.number(path);
    if (!usage_ns || !counted) continue;
    if (std::abs(1e-9 * static_cast<double>(*usage_ns) - counted->busy_s) < 1 + 0.05 * counted->busy_s)
      charged_ = path;
  }
  for (const auto& folder : cgroup_folders(files_, "cpu")) {
    if (!throttles_.empty() || !files_.labelled(folder + "/cpu.stat", "nr_throttled")) continue;
    throttles_ = folder + "/cpu.stat";
  }
}

void Machine::read_jiffies(Reading& reading) const {
  if (const auto counted = jiffies_in(files_.text("/proc/stat", 256).value_or(""))) {
    reading.counted_busy_s = counted->busy_s;
    reading.steal_s = counted->steal_s;
    reading.idle_s = counted->idle_s;
  }
  if (!throttles_.empty())
    if (const auto count = files_.labelled(throttles_, "nr_throttled")) reading.throttled = number_in(*count);
}

void Machine::read_charged(Reading& reading) const {
  if (charged_.empty()) return;
  if (const auto usage_ns = files_.number(charged_))
    reading.charged_busy_s = 1e-9 * static_cast<double>(*usage_ns);
}

// The finer clock, and the time itself, stand next to the run.
Machine::Reading Machine::read(Edge edge) const {
  Reading reading;
  if (edge == Edge::start) read_jiffies(reading), read_charged(reading);
  reading.at_s = now_s();
  if (edge == Edge::start) return reading;
  read_charged(reading), read_jiffies(reading);
  double load = 0;
  std::istringstream average(files_.line("/proc/loadavg").value_or(""));
  if (average >> load) reading.load_average = load;
  return reading;
}

Conditions Machine::between(const Reading& start, const Reading& end, double own_s) const {
  Conditions c{.window_s = end.at_s - start.at_s, .own_s = own_s, .cpus = cpus_};
  c.busy_s = difference(end.charged_busy_s, start.charged_busy_s);
  if (c.busy_s) {
    c.busy_step_s = tick_s;
  } else if ((c.busy_s = difference(end.counted_busy_s, start.counted_busy_s))) {
    c.busy_step_s = jiffy_s;
  }
  c.steal_s = difference(end.steal_s, start.steal_s);
  c.idle_s = difference(end.idle_s, start.idle_s);
  if (start.throttled && end.throttled) c.throttled = *end.throttled - *start.throttled;
  c.load_average = end.load_average;
  return c;
}

}  // namespace simul
