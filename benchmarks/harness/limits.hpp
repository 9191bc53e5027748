// Where the table of results has holes: what this machine and this invocation allow, and why a contestant is not run
// at some size because of that.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "benchmarks/harness/prices.hpp"

namespace simul {

// Why a cell is not run, and the number that says it, where there is one.
struct Hole {
  Hole(std::string why) : reason(std::move(why)) {}  // NOLINT: for those who have nothing but a sentence
  bool operator==(const Hole&) const = default;

  std::string reason;                 // a sentence without its full stop
  std::optional<std::int64_t> limit;  // how many of what it takes this machine has
  std::optional<double> predicted_s;  // how long a run would take
};

// What the kernel gives out one by one.
enum class Supply { threads, processes, open_files };

// So many of them, all at the same time, and what for: "a thread per sleeper".
struct Need {
  Supply of;
  std::int64_t count;
  std::string_view what_for;
};

struct Limits {
  using Supply = simul::Supply;  // for specs, which know no more of them than their name

  unsigned cpus;            // in the affinity mask
  unsigned workers;         // threads or processes of a pool
  std::int64_t threads;     // tasks the kernel lets one user start; processes are such tasks, too
  std::int64_t open_files;  // RLIMIT_NOFILE
  double budget_s = std::numeric_limits<double>::infinity();  // that one run may be predicted to take
  Prices* prices = nullptr;                                   // without them nothing is predicted

  // The first of these that this machine does not have, or that would take longer to start and to wait for than the
  // budget; none: all can be had. A hundred threads and 64 files are left to everybody else.
  std::optional<Hole> unmet(std::initializer_list<Need> needs) const;

  // Whether `count` times the price of one, which goes by the name of `key`, is more than the budget. `things` are what
  // is counted, in the plural.
  std::optional<Hole> over_budget(std::string_view things, double count, const std::string& key,
                                  const Prices::Trial& trial) const;
};

// "what_for: 100,000 things, and the limit of this machine is 31,000", if there are more than the limit.
std::optional<Hole> too_many(std::int64_t count, std::int64_t limit, std::string_view things,
                             std::string_view what_for);

}  // namespace simul
