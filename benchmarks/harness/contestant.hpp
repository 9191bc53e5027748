// The edge between the harness and a contestant. A contestant is a template on its Probe:
//
//   template <class Probe> class Threads {
//    public:
//     static constexpr auto lanes = simul::Lanes::per_task;
//     Threads(const Parameters&, unsigned workers, Probe&);   // set-up: pools, sockets, processes; not timed
//     Answer run(std::uint64_t nonce);                        // the only thing the clock sees
//   };                                                        // destructor: tear-down; not timed
//   const simul::Enter<Workload, Threads> enter{"threads"};
//
// Its runtime is the part of its name before the first '_'. Optional, why it cannot:
//
//     static std::optional<simul::Hole> unsupported(const Parameters&, const simul::Limits&);   // or a sentence
//
// and what there is to do before each run, off the clock, where a run wears out what it uses (caches it has filled):
//
//     void prepare();
#pragma once

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "benchmarks/harness/histogram.hpp"
#include "benchmarks/harness/journal.hpp"
#include "benchmarks/harness/limits.hpp"
#include "benchmarks/harness/problem.hpp"

namespace simul {

// Whose hands do the work: the one thread that calls run(), a thread or process for each task, or as many as
// `workers`. With more than one the cell also runs confined to one CPU, and `workers` is part of its name.
enum class Lanes { one, per_task, workers };

// A stretch of CLOCK_MONOTONIC, which is one clock for all processes. Empty when it ends before it begins.
struct Window {
  std::int64_t from_ns, until_ns;
};

// A contestant set up and ready: run it, then ask whether its answer was right.
class Trial {
 public:
  virtual ~Trial() = default;
  virtual void forget() = 0;  // the last answer, and prepare for the next run; off the clock
  virtual void run(std::uint64_t nonce) = 0;                                 // stores the answer
  virtual std::optional<std::string> verify() const = 0;                     // of the last run; none: right
  virtual std::vector<std::pair<std::string, double>> counters() const = 0;  // of the last run
  virtual void latencies(Histogram& into) const = 0;   // adds those of the last run, which was right
  virtual std::optional<Window> together() const = 0;  // when all tasks of the last run were in flight
};

// A contestant with its types erased.
class Contestant {
 public:
  virtual ~Contestant() = default;

  std::string kind, workload, name;
  std::string runtime;
  Lanes lanes;
  Words words;

  virtual std::vector<std::shared_ptr<const Problem>> problems(std::string_view profile,
                                                               std::int64_t steps_per_us) const = 0;
  virtual std::optional<Hole> unsupported(const Problem&, const Limits&) const = 0;
  // Timed without a journal, observed with one.
  virtual std::unique_ptr<Trial> set_up(const Problem&, unsigned workers, Journal*) const = 0;
};

// Every contestant that is linked in, in the order of kind, workload and runtime.
const std::vector<const Contestant*>& contestants();

// Called by Enter. Throws std::logic_error for a name that was entered before or that no path could carry.
void register_contestant(std::unique_ptr<Contestant> contestant);

}  // namespace simul
