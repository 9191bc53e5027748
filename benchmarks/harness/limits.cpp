#include "benchmarks/harness/limits.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <system_error>
#include <thread>
#include <vector>

namespace simul {
namespace {

constexpr std::int64_t other_threads = 100, other_files = 64;
constexpr std::int64_t at_once =
    50;  // in a trial: as many as start and end beside each other in a run, and more

double seconds_of(auto action) {
  const auto start = std::chrono::steady_clock::now();
  action();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double seconds_per_thread(std::int64_t count) {
  return seconds_of([&] {
           for (std::int64_t left = count; left > 0; left -= at_once) {
             std::vector<std::jthread> threads;
             while (std::ssize(threads) < std::min(left, at_once)) threads.emplace_back([] {});
           }
         }) /
         static_cast<double>(count);
}

void start_process() {
  const pid_t child = ::fork();
  if (child < 0) throw std::system_error(errno, std::generic_category(), "fork");
  if (child == 0) ::_exit(0);
}

double seconds_per_process(std::int64_t count) {
  return seconds_of([&] {
           for (std::int64_t left = count; left > 0; left -= at_once) {
             for (std::int64_t i = 0; i < std::min(left, at_once); ++i) start_process();
             while (::wait(nullptr) > 0) {
             }
           }
         }) /
         static_cast<double>(count);
}

std::string grouped(std::int64_t number) {
  std::string text = std::to_string(number);
  for (auto end = std::ssize(text) - 3; end > 0; end -= 3) text.insert(static_cast<std::size_t>(end), 1, ',');
  return text;
}

std::string duration(double s) {
  struct Unit {
    double seconds;
    const char* name;
  };
  static constexpr std::array units{Unit{1, "s"}, Unit{1e-3, "ms"}, Unit{1e-6, "us"}, Unit{1e-9, "ns"}};
  const auto unit =
      std::ranges::find_if(units.begin(), units.end() - 1, [&](Unit u) { return s >= u.seconds; });
  const double value = s / unit->seconds;
  std::array<char, 32> text;
  std::snprintf(text.data(), text.size(), value < 100 ? "%.3g %s" : "%.0f %s", value, unit->name);
  return text.data();
}

}  // namespace

std::optional<Hole> Limits::unmet(std::initializer_list<Need> needs) const {
  for (const auto& [of, count, what_for] : needs) {
    const bool files = of == Supply::open_files;
    const char* things = files ? "open files" : of == Supply::threads ? "threads" : "processes";
    const std::int64_t limit = files ? open_files - other_files : threads - other_threads;
    if (auto hole = too_many(count, limit, things, what_for)) return hole;
    if (files) continue;
    auto hole = over_budget(things, static_cast<double>(count), things,
                            of == Supply::threads ? seconds_per_thread : seconds_per_process);
    if (!hole) continue;
    hole->reason.insert(0, std::string(what_for) + ": ");
    return hole;
  }
  return std::nullopt;
}

std::optional<Hole> Limits::over_budget(std::string_view things, double count, const std::string& key,
                                        const Prices::Trial& trial) const {
  if (!prices) return std::nullopt;
  const auto each_s = prices->of(key, trial, count, budget_s);
  if (!each_s || count * *each_s <= budget_s) return std::nullopt;
  Hole hole("predicted " + duration(count * *each_s) + " for " + grouped(std::llround(count)) + ' ' +
            std::string(things) + " at " + duration(*each_s) +
            " each (measured in this invocation), and the budget of a run is " + duration(budget_s));
  hole.predicted_s = count * *each_s;
  return hole;
}

std::optional<Hole> too_many(std::int64_t count, std::int64_t limit, std::string_view things,
                             std::string_view what_for) {
  if (count <= limit) return std::nullopt;
  Hole hole(std::string(what_for) + ": " + grouped(count) + ' ' + std::string(things) +
            ", and the limit of this machine is " + grouped(limit));
  hole.limit = limit;
  return hole;
}

}  // namespace simul
