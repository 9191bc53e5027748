// The account of one observed run: how many tasks were in flight, and what they were doing at the mean instant.
//
//   mean = running + waiting + queued_run_queue + queued_lock + queued_runtime + residual
//
// Every term is a sum over all tasks, divided by the wall time T; their clocks are independent of each other, so the
// residual tests the measurement. Finite-window operational analysis: Denning and Buzen, ACM Computing Surveys 10
// (1978).
#pragma once

#include <chrono>
#include <cstddef>

#include "benchmarks/harness/contestant.hpp"
#include "benchmarks/harness/journal.hpp"
#include "benchmarks/harness/metrics.hpp"

namespace simul {

// The run that a journal is of.
struct ObservedRun {
  std::chrono::nanoseconds wall;
  Lanes lanes = Lanes::one;   // what a lane does while its task waits: nothing else only with Lanes::per_task
  bool silent_waits = false;  // its tasks wait within system calls, and can say nothing of it
};

struct Account {
  double mean = 0;       // sum of residence / T (Little's law over a window that begins and ends empty)
  std::size_t peak = 0;  // the largest number between a begin and an end at one instant
  std::size_t early_wakes = 0;  // waits that ended before their nominal end: must be 0
  double mean_residence_s = 0;
  double little_error =
      0;            // of the integral of N(t) against the sum of residences, relative: over 1e-9 is a fault
  Metric fairness;  // Jain's index of 1 / residence: 1 all alike, 1/n one task had everything
  Metric running;   // CPU time of the lane within bursts
  Metric waiting;   // waits up to their nominal end
  Metric queued_run_queue;  // ready to run, but the kernel gave the CPU to others
  Metric queued_lock;       // for what only one may have
  Metric queued_runtime;    // from a wait's nominal end to its wake-up, less what the run queue explains
  Metric residual;          // what no term explains; unknown when a term is
};

// A term that was not measured is unknown and says why. Throws std::runtime_error when notes were lost, when they do
// not make sense (see spells_of), or when the tasks took longer than the run.
Account account(const Journal& journal, const ObservedRun& run);

// The account by the names of the result file; all unknown, for one reason, where there is none.
NamedMetrics named(const std::optional<Account>& account, const std::string& why_none);

// Of the wall time, at least how much two cores were busy for us: (cores_busy - 1) / (p - 1).
Metric parallel_share(const Metric& cores_busy, unsigned cpus);

// Whether reading the writer's clocks with each note may disturb a run: by at most 3 % of the time of the CPUs that
// its lanes can use, at 1.4 us for a note and 15 us for a lane's first.
bool clocks_affordable(std::size_t notes, std::size_t lanes, double wall_s, unsigned cpus);

}  // namespace simul
