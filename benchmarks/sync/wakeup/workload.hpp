// From "go", said by another thread or process, to the first line of the task that was asleep: what does it take?
// One task waits, one waker calls it again and again, with a seeded pause between two calls in which the task falls
// asleep.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "benchmarks/harness/work.hpp"

namespace wakeup {

using Clock = std::chrono::steady_clock;  // CLOCK_MONOTONIC: one clock for all threads and processes

struct Parameters {
  std::int64_t wakes, pause_us;  // how often, and the mean pause before it

  std::uint64_t count() const { return static_cast<std::uint64_t>(wakes); }
  // Before the i-th go: seeded, the same for every contestant, from half the mean to one and a half of it.
  std::chrono::microseconds pause(std::uint64_t i) const {
    return std::chrono::microseconds(simul::seeded(i, pause_us / 2, pause_us + pause_us / 2));
  }
};

// One run of the task: when it was called, when it ran, and what it made of what it was given.
struct Response {
  Clock::time_point go{}, ran{};
  std::uint64_t stamp = 0;
};

// What is handed over with the i-th go: another number in every run.
constexpr std::uint64_t value(std::uint64_t nonce, std::uint64_t i) {
  return simul::mix(simul::mix(nonce) + i);
}

struct Answer {
  std::uint64_t goes = 0, runs = 0;
  std::vector<Response> log;  // the first of those runs, as many as goes were due
};

// What waker and task share, in memory that both see. What a go hands over is written plainly: to make it visible
// is a part of waking somebody.
class Desk {
 public:
  // The waker's: pauses, makes sure that the task has done with the go before, and calls it with `wake`.
  void call_all(const Parameters& p, std::uint64_t nonce, auto wake) {
    for (std::uint64_t i = 0; i < p.count(); ++i) {
      do std::this_thread::sleep_for(p.pause(i));
      while (runs_.load(std::memory_order_acquire) < i);
      value_ = value(nonce, i);
      goes_ = i + 1;
      go_ = Clock::now();
      wake();
    }
  }

  // The task's first line when it runs. Whether it will be called again: `log` has room for all goes there will be.
  bool run(std::span<Response> log) {
    const Clock::time_point now = Clock::now();
    const std::uint64_t i = runs_.load(std::memory_order_relaxed);  // written by this task only
    if (i < log.size()) log[i] = {go_, now, simul::mix(value_ ^ i)};
    runs_.store(i + 1, std::memory_order_release);  // pairs with the waker's acquire: now it may write again
    return i + 1 < log.size();
  }

  // When both have ended.
  Answer answer(std::span<const Response> log) const {
    return {goes_, runs_.load(std::memory_order_relaxed), {log.begin(), log.end()}};
  }

 private:
  Clock::time_point go_{};
  std::uint64_t value_ = 0, goes_ = 0;
  std::atomic<std::uint64_t> runs_ = 0;
};

struct Workload {
  static constexpr std::string_view kind = "sync", name = "wakeup";
  static constexpr std::string_view in_turn = "", waits = "", works = "";
  static constexpr std::string_view no_baseline = "who does one thing after the other has nobody to wake";
  using Parameters = wakeup::Parameters;
  using Answer = wakeup::Answer;

  static constexpr std::array fields{std::pair{"wakes", &Parameters::wakes},
                                     std::pair{"pause_us", &Parameters::pause_us}};
  static constexpr bool pure_waits = true;

  // The longer the pause, the deeper the sleep, of the task and of the processor.
  static std::vector<Parameters> points(std::string_view profile) {
    if (profile == "smoke") return {{20, 50}};
    if (profile == "quick") return {{100, 200}};
    return {{1'000, 20}, {1'000, 200}, {500, 2'000}, {100, 20'000}};
  }

  static double units(const Parameters& p) { return static_cast<double>(p.wakes); }

  static std::optional<std::string> verify(const Parameters& p, std::uint64_t nonce, const Answer& answer);

  // The waker pauses before every go, and one after the other.
  static simul::LowerBounds bounds(const Parameters& p, unsigned, double) {
    std::chrono::microseconds all{};
    for (std::uint64_t i = 0; i < p.count(); ++i) all += p.pause(i);
    return {{"pauses", std::chrono::duration<double>(all).count()}};
  }

  static constexpr std::string_view latency_of = "time from go to the task's first line", load = "closed";
  static void latencies(const Parameters&, const Answer& answer, auto record) {
    for (const Response& run : answer.log) record(std::chrono::nanoseconds(run.ran - run.go));
  }
};

}  // namespace wakeup
