// A workload at one point of its parameters, with its type erased: all that the harness knows of it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace simul {

using Value = std::variant<std::int64_t, std::string>;     // a number, or the word for it
using Values = std::vector<std::pair<std::string, Value>>;  // parameters by name, in their order

std::string shown(const Value& value);

// "connections:100/messages:50/bytes:64"
std::string path_of(const Values& values);

// Where the useful CPU time C of a workload comes from.
enum class UsefulCpu {
  none,      // pure waits: C = 0
  kernel,    // the pure kernel, timed alone
  baseline,  // the work is system calls: C is what `sequential` used, whether or not a part of it has a kernel
};

// What a workload's latencies are, in words, and whether the next one begins only when the one before it is over
// ("closed") or when a schedule says so that the runtime cannot hold up ("open").
struct LatencyKind {
  std::string what;  // "lateness of wake-ups"
  std::string load;  // "closed" or "open"
};

// Of a problem whose tasks can be made shorter and shorter, to find out from which length on they pay.
struct Granularity {
  std::string parameter;           // of path(): the length of a task
  double at_once;                  // as many tasks as the problem lets anybody have under way at a time
  std::optional<double> waited_s;  // where tasks wait: all their waits, one after the other; that is what is useful then
};

class Problem {
 public:
  virtual ~Problem() = default;

  virtual Values path() const = 0;      // stand in the cell's name, and identify the problem
  virtual Values recorded() const = 0;  // stand in the JSON beside them: calibrated or derived
  virtual double units() const = 0;     // how many tasks, requests or nodes one run completes
  virtual UsefulCpu useful_cpu() const = 0;

  // Runs the kernel once, alone, on this thread; all of it takes kernel_calls() times as long. What it returns has no
  // meaning but that it was computed. It is what nobody can do without: C, or, where the work is system calls, the part
  // of it that is known to be needed.
  virtual std::uint64_t kernel() const = 0;
  virtual double kernel_calls() const = 0;
  virtual bool has_kernel() const = 0;  // whether there is one to be timed

  // A lower bound on the wall time of one run on `cpus` processors by anyone, given the CPU time of the kernel (0 where
  // there is none), and the name of the term of the bound that is the largest; none without a closed form.
  struct Ideal {
    double wall_s;
    std::string binding;
  };
  virtual std::optional<Ideal> ideal(unsigned cpus, double kernel_s) const = 0;
  virtual std::string no_ideal() const = 0;  // why there is none

  // Whether the first run of a process is worse than later ones, and so only warms up. (A run so long that this does not
  // matter is a measurement all the same.)
  virtual bool warms_up() const = 0;

  // The first part of the same problem, for a baseline that would take too long, and its share of the waits.
  struct Prefix {
    std::unique_ptr<Problem> problem;
    double share;
  };
  virtual std::optional<Prefix> prefix() const = 0;

  // Why nobody can do it one thing after the other, and so there is no `sequential`; none: somebody can.
  virtual std::optional<std::string> no_baseline() const = 0;

  // The same problem with fewer and with as many tasks, all of which stay in flight together long enough to be
  // looked at from outside: memory per task is the slope over them. Empty: its memory is not sampled.
  struct MemoryPoint {
    std::size_t tasks;
    std::unique_ptr<Problem> problem;
  };
  virtual std::vector<MemoryPoint> memory_points() const = 0;

  // None: the answer tells of no latencies.
  virtual std::optional<LatencyKind> latency() const = 0;

  // None: it is not one point of such a sweep.
  virtual std::optional<Granularity> granularity() const = 0;

  // The journal's size; 0 tasks when they are too short to be journaled one by one, or contestants differ in them.
  virtual std::size_t tasks() const = 0;
  virtual std::size_t notes_per_task() const = 0;
};

// How a workload's spec phrases the sentence that explains a result.
struct Words {
  std::string in_turn;  // "one board at a time"
  std::string waits;    // "replies were awaited": follows a number, and is followed by "at once"
  std::string works;    // "a core played": follows a number and "of"
};

}  // namespace simul
