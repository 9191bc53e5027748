// What would disturb a measurement here, and what to do about it. Nothing is refused and nothing is changed.
#pragma once

#include <chrono>
#include <ostream>
#include <string>
#include <vector>

#include "benchmarks/harness/conditions.hpp"
#include "benchmarks/harness/json.hpp"

namespace simul {

struct Finding {
  enum class Level { ok, note, bad };  // bad: numbers taken now would mislead
  Level level;
  std::string topic;   // "steal time": the same for every level
  std::string what;    // how it is here
  std::string advice;  // what to do; empty when ok
};

const char* name_of(Finding::Level level);

// A look at the machine while we do nothing.
struct Look {
  Conditions conditions;
  std::optional<double> stolen_since_boot;  // share of all CPUs' time, 0 to 1
};
Look look_at(const Machine& machine, std::chrono::milliseconds duration);

// Pure: what environment() and the look say. What is null there was not to be known and is passed over.
std::vector<Finding> examine(const Json& environment, const Look& look);

// [{level, topic, what, advice}]
Json json_of(const std::vector<Finding>& findings);

void print(std::ostream& out, const std::vector<Finding>& findings);

bool any_bad(const std::vector<Finding>& findings);

}  // namespace simul
